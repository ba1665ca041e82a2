// The dialog with a report of what a real host did otherwise than the simulator: a text with all that is
// needed to look into it, to be copied and given on. links.js loads it when it is asked for first.
(function () {
  "use strict";
  const dialog = document.getElementById("report");
  const { dataset: words } = dialog;
  const field = dialog.querySelector("textarea");
  const texts = (parent, selector) => [...parent.querySelectorAll(selector)].map((node) => node.textContent.trim());

  // The whole scenario is in the link: one of the site may have changed when somebody follows it.
  async function link(step, { title, text }) {
    const hash = await window.portlabLink.write({ ...window.portlabPlace({ step, view: "host" }), title }, text);
    return new URL(document.body.dataset.base + document.documentElement.lang.slice(0, 2) + "/playground/", location.href).href + hash;
  }

  function difference(row) {
    const [, call, here, there] = texts(row, "td");
    return call + "\n  " + words.simulator + ": " + here + "\n  " + words.host + ": " + there;
  }

  async function write(slot, state) {
    const rows = [...slot.querySelectorAll(".compare tr.error")];
    const [step] = texts(rows[0], "td");
    const names = texts(slot, ".facts dt"), values = texts(slot, ".facts dd");
    return [
      words.title, state.title + "\n" + await link(step || state.step, state), names.map((name, i) => name + ": " + values[i]).join("\n"),
      rows.map(difference).join("\n"), state.text,
    ].join("\n\n");
  }

  dialog.addEventListener("click", ({ target }) => {
    if (target.dataset.do === "close") dialog.close();
    if (target.dataset.copy) window.portlabCopy(field, target);
  });

  window.portlabReport = async (slot) => {
    field.value = await write(slot, window.portlabStates[slot.dataset.slot]);
    dialog.showModal();
  };
})();
