// Starts the simulator (Go, compiled to WebAssembly) and puts each player into its place in the
// text. Until then, and where it cannot start, the place shows the scenario's script.
(function () {
  "use strict";
  const { wasm } = document.currentScript.dataset;

  // go-app asks for its settings by this function and has no others that matter here: pages are
  // separate documents, without its service worker and its own navigation.
  window.goappGetenv = () => "";

  // By these two go-app would turn every link of the page into its own navigation.
  for (const handler of ["onclick", "onpopstate"]) {
    Object.defineProperty(window, handler, { get: () => null, set() {} });
  }

  const notes = () => document.querySelectorAll(".player-slot .note");

  function tell(state, reason) {
    document.documentElement.dataset.engine = state;
    for (const note of notes()) {
      note.textContent = note.dataset[state] + (reason ? " (" + reason + ")" : "");
      note.classList.toggle("failed", state === "failed");
    }
  }

  // Shows the scripts again with the reason below, also where players had taken their places.
  function fail(err) {
    for (const slot of document.querySelectorAll(".player-slot.live")) {
      slot.classList.remove("live");
      slot.querySelector(".player")?.remove();
    }
    tell("failed", err.message);
  }

  // Shows the step that a player begins at, where it is not the first.
  function showCurrent(player) {
    const script = player.querySelector(".script");
    const current = script.querySelector("[aria-current]");
    if (current) script.scrollTop = current.offsetTop - script.clientHeight / 2;
  }

  // go-app keeps its references to the nodes, so a player goes on working wherever it stands.
  function placePlayers() {
    for (const player of document.querySelectorAll("#portlab-app .player[data-slot]")) {
      const slot = document.querySelector('.player-slot[data-slot="' + CSS.escape(player.dataset.slot) + '"]');
      if (!slot) continue;
      const focused = slot.contains(document.activeElement);
      slot.append(player);
      slot.classList.add("live");
      showCurrent(player);
      if (focused) player.querySelector("button, [tabindex]")?.focus({ preventScroll: true });
    }
    document.documentElement.dataset.engine = "running";
    document.dispatchEvent(new Event("portlab-placed"));
  }
  window.portlabMounted = placePlayers;

  function nextPaint() {
    return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(response.status + " " + response.statusText);
    return response;
  }

  // Some web hosts do not know WebAssembly's media type, without which it cannot be compiled as it comes.
  async function compiled(response, imports) {
    if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.instantiateStreaming(response, imports);
    return WebAssembly.instantiate(await response.arrayBuffer(), imports);
  }

  async function start() {
    if (typeof WebAssembly !== "object") throw new Error("no WebAssembly");
    await window.portlabWanted; // an embed page waits until someone looks at it
    tell("loading");
    const go = new Go();
    go.env.GOGC = "400"; // to collect garbage takes the main thread from the frames; there is little of it
    const [{ instance }] = await Promise.all([
      fetched(wasm).then((response) => compiled(response, go.importObject)),
      window.portlabReady, // the playground's scenario comes from its address
    ]);
    await nextPaint(); // the text first: starting takes the main thread for a moment
    await go.run(instance); // returns only when the program ends, which it should not
    throw new Error("it stopped");
  }

  start().catch(fail);
})();
