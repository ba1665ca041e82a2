// The service worker of the static site. sw.js, which imports it, says what there is: portlabSite is
// {version, assets, pages, missing}, addresses below the site's. Assets never change under their
// addresses, so they come from the cache; pages always come from the network while there is one, so
// none is ever older than the site. missing has, by language, the page that says that one was not kept.
(function () {
  "use strict";
  const { version, assets, pages, missing } = self.portlabSite;
  const base = new URL("./", self.location).href;
  // Other sites may share the origin, so the cache's name holds the address.
  const family = "portlab " + base + " ";
  const ours = family + version;
  const at = (path) => new URL(path, base).href;
  const bare = (url) => url.split("?")[0]; // a page is the same with any query
  const isAsset = new Set(assets.map(at));

  // Takes an asset from the cache of an earlier version where it has not changed since.
  async function keepAsset(cache, url) {
    const kept = await caches.match(url);
    const response = kept || await fetch(url);
    if (!response.ok) throw new Error(url + ": " + response.status);
    await cache.put(url, response);
  }

  async function keepPage(cache, url) {
    const response = await fetch(url, { cache: "no-cache" });
    if (response.ok && !response.redirected) await cache.put(url, response);
  }

  // Few at a time: a small host should not feel it.
  async function eachOf(list, keep) {
    const rest = [...list];
    const one = async () => { while (rest.length) await keep(rest.shift()); };
    await Promise.all([one(), one(), one(), one()]);
  }

  async function install() {
    const cache = await caches.open(ours);
    await eachOf(assets.map(at), (url) => keepAsset(cache, url));
    await eachOf(pages.map(at), (url) => keepPage(cache, url));
    await self.skipWaiting();
  }

  async function activate() {
    const old = (await caches.keys()).filter((name) => name.startsWith(family) && name !== ours);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  }

  async function asset(request) {
    return await caches.match(request.url) || fetch(request);
  }

  // A page's links are relative, so what stands in for it needs its own address.
  function stranded(url) {
    const [lang] = url.slice(base.length).split("/");
    return Response.redirect(at(missing[lang] || missing.en));
  }

  async function page(url) {
    const cache = await caches.open(ours);
    try {
      const response = await fetch(url, { cache: "no-cache", redirect: "manual" });
      if (response.ok) await cache.put(bare(url), response.clone());
      return response;
    } catch {
      return await cache.match(bare(url)) || stranded(url);
    }
  }

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = request.url.split("#")[0];
    if (request.method !== "GET" || !url.startsWith(base)) return;
    if (isAsset.has(url)) event.respondWith(asset(request));
    else if (request.mode === "navigate") event.respondWith(page(url));
  });
})();
