// What the players of a page tell about themselves, for the scripts that want to know: the last state
// of each, by its place. A link into the playground goes to just that state.
(function () {
  "use strict";
  const states = {};
  window.portlabStates = states;

  document.addEventListener("portlab-state", ({ detail }) => { states[detail.slot] = detail; });

  // What of a state goes into an address. Only what differs from a fresh player is said.
  window.portlabPlace = (state) => ({ step: state.step, view: state.view === "sockets" ? "" : state.view });

  // Puts a scenario into a player's place, where a player that is there opens it. The place says where
  // to begin, and how.
  window.portlabOpen = (slot, scenario, { step = "", view = "", predict = "", answers = "" } = {}) => {
    const script = slot.querySelector("pre.scenario");
    script.textContent = scenario.text;
    slot.querySelector("figcaption").textContent = scenario.title;
    for (const node of [slot, script]) Object.assign(node.dataset, { name: scenario.name, title: scenario.title });
    Object.assign(slot.dataset, { step, view, predict, answers });
    slot.dispatchEvent(new CustomEvent("portlab-open", { bubbles: true, detail: Number(slot.dataset.slot) }));
  };

  // The dialogs that a player's buttons open. Their scripts are loaded when they are wanted first.
  const dialogs = { share: "portlabShare", report: "portlabReport" };

  document.addEventListener("click", ({ target }) => {
    const name = target.closest("button")?.dataset.dialog;
    if (!name) return;
    const open = () => window[dialogs[name]](target.closest(".player-slot"));
    if (window[dialogs[name]]) return void open();
    const script = document.createElement("script");
    script.src = document.getElementById(name).dataset.script;
    script.onload = open;
    document.head.append(script);
  });

  // Copies what is in a field, and says so on the button that was pressed.
  window.portlabCopy = (field, button) => {
    field.select();
    const copied = () => { button.textContent = button.dataset.copied; };
    navigator.clipboard?.writeText(field.value).then(copied, () => {});
  };

  // The way into the playground carries the state. What a changed scenario is packed into is not known at once, so the
  // link is followed then.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.to-playground");
    const slot = link?.closest(".player-slot");
    const state = slot && states[slot.dataset.slot];
    if (!state) return;
    const place = window.portlabPlace(state);
    if (state.text === slot.querySelector("pre.scenario").textContent) {
      link.hash = window.portlabLink.hashOf(place);
      return;
    }
    event.preventDefault();
    link.hash = await window.portlabLink.write({ ...place, title: state.title }, state.text);
    open(link.href, event.ctrlKey || event.metaKey || event.shiftKey ? "_blank" : "_self");
  }, true);
})();
