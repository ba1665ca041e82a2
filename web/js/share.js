// The dialog that shares what a player shows: as a link, as a frame for another page, as Markdown, as a
// file, as a picture. links.js loads it when it is asked for first.
(function () {
  "use strict";
  const dialog = document.getElementById("share");
  const field = (name) => dialog.querySelector('[name="' + name + '"]');
  // What a field for a number holds, or what it began with where that is none that it takes.
  const number = (name) => (field(name).value && field(name).validity.valid ? field(name).value : field(name).defaultValue);
  let state;
  let slot;

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

  // A scenario of the site is named as long as nobody changed it; another is in the hash.
  async function addresses() {
    const named = state.name && !state.name.startsWith("challenge/") && state.text === slot.querySelector("pre.scenario").textContent;
    const place = { ...window.portlabPlace({ ...state, step: number("step"), view: field("view").value }), title: named ? "" : state.title };
    const hash = await window.portlabLink.write(place, named ? undefined : state.text);
    const home = new URL(document.body.dataset.base + document.documentElement.lang.slice(0, 2) + "/", location.href);
    const frame = new URL("../" + field("lang").value + "/embed/" + (named ? "scenario/" + state.name + "/" : ""), home);
    for (const name of ["theme", "predict"]) if (field(name).value) frame.searchParams.set(name, field(name).value);
    frame.hash = hash;
    return { link: home.href + "playground/" + (named ? "?scenario=" + state.name : "") + hash, frame: frame.href };
  }

  async function fill() {
    const { link, frame } = await addresses();
    field("link").value = link;
    field("markdown").value = "[" + state.title.replace(/[[\]\\]/g, "\\$&") + "](" + link + ")";
    field("snippet").value = '<iframe src="' + escaped(frame) + '" title="Portlab: ' + escaped(state.title) + '" width="100%" height="' +
      number("height") + '" style="border: 0" loading="lazy" sandbox="allow-scripts allow-same-origin allow-popups"></iframe>';
    dialog.querySelector("a.preview").href = frame;
  }

  function save(blob, name) {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(blob);
    a.download = (state.name.replaceAll("/", "-") || "scenario") + name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  }

  // The stage as a picture that stands alone: what the styles say is written into it.
  function picture() {
    const drawing = slot.querySelector('[data-c~="drawing"]');
    const copy = drawing.cloneNode(true);
    const shown = drawing.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((node, i) => {
      const style = getComputedStyle(shown[i]);
      for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "text-anchor", "opacity"]) {
        node.setAttribute(name, style.getPropertyValue(name));
      }
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", getComputedStyle(document.body).backgroundColor]]) paper.setAttribute(name, value);
    copy.prepend(paper);
    const { width, height } = drawing.viewBox.baseVal;
    for (const [name, value] of [["width", width], ["height", height]]) copy.setAttribute(name, value);
    return { text: new XMLSerializer().serializeToString(copy), width, height };
  }

  async function png() {
    const { text, width, height } = picture();
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "-" + state.step + ".png"));
  }

  const actions = {
    file: () => save(new Blob([state.text], { type: "text/plain" }), ".strace"),
    svg: () => save(new Blob([picture().text], { type: "image/svg+xml" }), "-" + state.step + ".svg"),
    png,
    close: () => dialog.close(),
  };

  dialog.addEventListener("click", ({ target }) => {
    actions[target.dataset.do]?.();
    if (target.dataset.copy) window.portlabCopy(field(target.dataset.copy), target);
  });
  dialog.addEventListener("input", fill);

  window.portlabShare = (which) => {
    slot = which;
    state = window.portlabStates[slot.dataset.slot];
    if (!state) return;
    field("step").value = field("step").defaultValue = state.step;
    field("step").max = state.steps;
    field("view").value = state.view;
    field("lang").value = document.documentElement.lang.slice(0, 2);
    fill();
    dialog.showModal();
  };
})();
