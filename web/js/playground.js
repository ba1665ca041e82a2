// The playground's address says which scenario is open, and where in it one is:
//
//   ?scenario=restart#step=3          a scenario of the site, by its name
//   #step=3&title=…&s=…               a scenario of one's own, in the hash (permalink.js)
//
// A step replaces the address, another scenario is a new entry of the history. Where the address says
// nothing, what was written last is opened.
(function () {
  "use strict";
  const { read, write } = window.portlabLink;
  const slot = document.querySelector('.player-slot[data-mode="playground"]');
  const script = slot.querySelector("pre.scenario");
  const note = document.getElementById("link-note");
  const first = { name: script.dataset.name, title: script.dataset.title, text: script.textContent };
  const draftKey = "portlab.draft";

  let opened = first; // as it came from the site or the link
  let told; // the player's state that the address says
  let openings = 0;
  let saving;

  const store = {
    get() { try { return localStorage.getItem(draftKey) || ""; } catch { return ""; } },
    set(hash) { try { localStorage.setItem(draftKey, hash); } catch { /* denied: the address has it */ } },
  };

  // Shows the notes of these names; none clears them.
  function say(...names) {
    note.textContent = names.map((name) => note.dataset[name]).join(" ");
    note.hidden = names.length === 0;
  }

  // The page of a scenario has its text and title.
  async function named(name) {
    if (name === first.name) return first;
    if (!/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(name)) return null;
    const response = await fetch("../scenarios/" + name + "/").catch(() => null);
    if (!response?.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const pre = page.querySelector("pre.scenario");
    return { name, title: pre.dataset.title, text: pre.textContent };
  }

  // Returns the scenario that an address asks for, what is wrong with the address, and whether another
  // scenario had to take the place of the one that it asks for.
  async function find(query, state) {
    if (state.text) return { scenario: { name: "", title: state.title || slot.dataset.untitled, text: state.text }, fault: state.fault };
    if (state.fault) return { scenario: first, fault: state.fault, lost: true };
    const name = query.get("scenario");
    const scenario = name === null ? first : await named(name);
    return scenario ? { scenario } : { scenario: first, fault: "unknown", lost: true };
  }

  async function open() {
    const own = ++openings;
    clearTimeout(saving);
    const old = /^#example=([a-z0-9-]+)$/.exec(location.hash); // how the gallery was linked to at first
    if (old) history.replaceState(null, "", "?scenario=" + old[1]);
    else if (!location.search && !location.hash && store.get()) history.replaceState(null, "", store.get());
    const state = await read(location.hash);
    const { scenario, fault, lost } = await find(new URLSearchParams(location.search), state);
    if (own !== openings) return;
    opened = scenario;
    told = null;
    const faults = fault ? [fault] : [];
    if (state.profile && state.profile !== "linux") faults.push("system");
    say(...faults);
    window.portlabOpen(slot, scenario, lost ? {} : state);
  }

  async function save(state) {
    const own = openings;
    const kept = state.text === opened.text && opened.name;
    const hash = await write({ ...window.portlabPlace(state), title: kept ? "" : state.title }, kept ? undefined : state.text);
    if (own !== openings) return;
    if (!kept) store.set(hash);
    history.replaceState(null, "", location.pathname + (kept ? "?scenario=" + opened.name : "") + hash);
  }

  // The first state after an opening is what the address says already.
  document.addEventListener("portlab-state", ({ detail }) => {
    if (!told) {
      if (detail.text !== opened.text) return; // of the scenario before
      const asked = Number(slot.dataset.step || 0);
      if (asked > detail.steps) say(...(note.hidden ? [] : ["damaged"]), "step");
      told = detail;
      return;
    }
    clearTimeout(saving);
    saving = setTimeout(save, 250, detail);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="?scenario="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href"));
    open().then(() => slot.scrollIntoView({ block: "nearest" }));
  });

  addEventListener("popstate", open);
  window.portlabReady = open();
})();
