// Keeps the site on the reader's machine, for when there is no network; worker.js does the work. It is
// part of the static site only.
(function () {
  "use strict";
  addEventListener("load", () => {
    // Some private windows and old browsers deny it; then the site needs its network.
    navigator.serviceWorker?.register(document.body.dataset.base + "sw.js").catch(() => {});
  });
})();
