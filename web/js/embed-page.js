// A page in another site's frame. It shows a picture until someone touches it, gives it the focus or
// scrolls it into view; then the simulator starts. Of the frames of one site at most three have one: the
// one that was used the longest ago is parked, which keeps its state and loads the page again.
//
// It obeys only messages of the page around it, and tells that page what happens:
//
//   lti.frameResize {height}                        what height suits it
//   SPLICE.getState, SPLICE.reportScoreAndState, SPLICE.sendEvent
//                                                   https://cssplice.org/slcp/iframe-protocol-specification.html
//   portlab.ready {steps}, portlab.step {step, steps}, portlab.predicted {right, answered, questions},
//   portlab.completed {right, questions}            each with slot, the player's place in the page, where there is one
//   portlab.go {step}                               the other way: go to that step
(function () {
  "use strict";
  const mostEngines = 3;
  const framed = parent !== window;
  const slots = [...document.querySelectorAll(".player-slot")];
  const single = document.body.dataset.lesson === undefined;
  const parked = history.state?.portlab;
  const states = window.portlabStates;

  function tell(subject, more) {
    if (framed) parent.postMessage({ subject, ...more }, "*");
  }

  // What of a state from outside makes sense.
  function clean(state) {
    const text = (value, most) => (typeof value === "string" && value.length <= most ? value : "");
    return {
      step: /^\d{1,6}$/.test(String(state?.step)) ? String(state.step) : "",
      view: text(state?.view, 20),
      predict: text(state?.predict, 3),
      answers: text(state?.answers, 2000),
    };
  }

  const kept = (state) => ({ step: state.step, view: state.view, predict: state.predict ? "on" : "off", answers: state.answers });

  // The picture, of a step that shows nothing that the scenario asks about: the page has no other.

  function show(step) {
    const pictures = document.querySelectorAll("template.picture");
    const place = document.querySelector(".first-picture");
    if (!place || pictures.length === 0) return;
    const picture = pictures[Math.min(step === "" ? Number(place.dataset.telling) : Number(step), pictures.length - 1)];
    place.replaceChildren(picture.content.cloneNode(true));
    document.querySelector(".first-sentence").textContent = picture.dataset.sentence;
  }

  // The start

  for (const waiting of document.querySelectorAll(".player-slot .note")) waiting.textContent = waiting.dataset.waiting;

  let start;
  let wanted = false;
  window.portlabWanted = new Promise((resolve) => { start = resolve; });

  const note = document.getElementById("link-note");

  function say(fault) {
    if (!note) return;
    note.textContent = note.dataset[fault];
    note.hidden = false;
  }

  // Where to begin: where the frame was parked, or what the address says.
  async function begin() {
    if (!single) {
      for (const slot of slots) Object.assign(slot.dataset, clean(parked?.states[slot.dataset.slot]));
      if (parked) scrollTo(0, parked.scroll);
      return;
    }
    const [slot] = slots;
    const script = slot.querySelector("pre.scenario");
    const query = new URLSearchParams(location.search);
    const link = await window.portlabLink.read(location.hash);
    let state = clean({ step: query.get("step"), view: query.get("view"), predict: query.get("predict") });
    for (const field of ["step", "view", "predict", "answers"]) state[field] = link[field] || state[field];
    if (parked) state = clean(parked.states[0]);
    let { name, title } = script.dataset;
    let text = script.textContent;
    if (link.text !== undefined) [name, title, text] = ["", link.title || title, link.text];
    if (link.fault) say(link.fault);
    else if (!text) say("empty");
    if (!state.step) state.step = slot.querySelector(".first-picture")?.dataset.telling || "0";
    window.portlabOpen(slot, { name, title, text }, state);
    show(state.step);
  }

  // The engines of the frames of one site

  const channel = window.BroadcastChannel && new BroadcastChannel("portlab-engines");
  const own = { id: Math.random(), used: 0, seen: false, running: false };
  const others = new Map(); // the frames that run, by id

  const announce = (kind) => channel?.postMessage({ kind, ...own });

  // Of all frames that run, the one to give way: one that nobody sees, and of those the one that was used
  // the longest ago.
  function weakest(frames) {
    return frames.reduce((a, b) => (a.seen !== b.seen ? (a.seen ? b : a) : a.used !== b.used ? (a.used < b.used ? a : b) : a.id < b.id ? a : b));
  }

  function giveWay() {
    if (own.running && others.size + 1 > mostEngines && weakest([own, ...others.values()]).id === own.id) park();
  }

  function park() {
    own.running = false;
    announce("parked");
    const all = Object.fromEntries(Object.entries(states).map(([slot, state]) => [slot, kept(state)]));
    history.replaceState({ portlab: { states: all, scroll: scrollY } }, "");
    location.reload();
  }

  channel?.addEventListener("message", ({ data }) => {
    if (data.kind === "who") {
      if (own.running) announce("running");
    } else if (data.kind === "parked") {
      others.delete(data.id);
    } else {
      others.set(data.id, data);
      giveWay();
    }
  });

  function run() {
    if (wanted) return;
    wanted = true;
    own.used = Date.now();
    own.running = true;
    document.documentElement.dataset.wanted = "";
    announce("running");
    start();
    giveWay();
  }

  function use() {
    own.used = Date.now();
    if (own.running) announce("running");
    else run();
  }

  // A frame that comes into view starts only where that pushes no other that is seen out.
  function see(seen) {
    own.seen = seen;
    if (own.running) announce("running");
    if (!seen || wanted || parked) return;
    others.clear();
    announce("who");
    setTimeout(() => {
      if (own.seen && [...others.values()].filter((frame) => frame.seen).length < mostEngines) run();
    }, 200);
  }

  function watch() {
    for (const kind of ["pointerdown", "keydown", "focusin"]) addEventListener(kind, use, { capture: true, passive: true });
    const inView = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) inView[isIntersecting ? "add" : "delete"](target);
      see(inView.size > 0);
    }, { threshold: 0.4 });
    for (const one of single ? [document.body] : slots) observer.observe(one);
    addEventListener("pagehide", () => { if (own.running) announce("parked"); });
  }

  // What the page around is told

  let height = 0;
  let sizing;

  function resize() {
    clearTimeout(sizing);
    sizing = setTimeout(() => {
      const now = single ? (innerWidth < 600 ? 680 : 540) : Math.min(20000, document.body.scrollHeight);
      if (now === height) return;
      height = now;
      tell("lti.frameResize", { height });
    }, 100);
  }

  const told = {}; // the last state of each slot that was told
  let reporting;

  // Of a lesson its quiz counts too; without questions it counts how far one has stepped.
  function sums() {
    const all = Object.values(states);
    const sum = (field) => all.reduce((n, state) => n + state[field], 0);
    const furthest = sum("steps") ? Object.values(told).reduce((n, one) => n + one.furthest, 0) / sum("steps") : 0;
    const alone = () => ({ right: sum("right"), answered: all.reduce((n, { answers }) => n + (answers ? answers.split(",").length : 0), 0), total: sum("questions") });
    const { right, answered, total: questions } = single ? alone() : window.portlabScore.sum();
    return { right, answered, questions, score: questions ? right / questions : furthest };
  }

  let completed = false;

  function report(slot) {
    const { score, right, answered, questions } = sums();
    const all = Object.fromEntries(Object.entries(states).map(([slot, state]) => [slot, kept(state)]));
    tell("SPLICE.reportScoreAndState", { message_id: crypto.randomUUID?.() ?? String(Math.random()), score, state: all });
    if (completed || (questions ? answered < questions : score < 1)) return;
    completed = true;
    event("completed", slot, { right, questions });
  }

  function reportSoon(slot) {
    clearTimeout(reporting);
    reporting = setTimeout(report, 500, slot);
  }

  function event(name, slot, data) {
    tell("portlab." + name, { slot, ...data });
    tell("SPLICE.sendEvent", { message_id: String(Math.random()), name, data: { slot, ...data } });
  }

  document.addEventListener("portlab-state", ({ detail }) => {
    const { slot, step, steps, answers } = detail;
    const before = told[slot];
    told[slot] = { step, answers, furthest: Math.max(step, before?.furthest ?? 0) };
    if (single) pack(detail);
    if (!before) {
      event("ready", slot, { steps });
      return;
    }
    const { right, answered, questions } = sums();
    if (step !== before.step) event("step", slot, { step, steps });
    if (answers !== before.answers) event("predicted", slot, { right, answered, questions });
    reportSoon(slot);
  });

  document.addEventListener("portlab:score", () => reportSoon());

  // The way to the whole page carries the state. A text of one’s own is packed beforehand, as a click does not
  // wait for that.
  const named = single && slots[0].querySelector("pre.scenario").textContent;
  let mine = { text: named, packed: "" };

  async function pack({ text }) {
    if (text === mine.text) return;
    mine = { text, packed: "" };
    const packed = text === named ? "" : await window.portlabLink.pack(text);
    if (text === mine.text) mine.packed = packed;
  }

  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a.open-full");
    const state = link && single && states[0];
    if (!state) return;
    link.hash = window.portlabLink.hashOf({ ...window.portlabPlace(state),
      predict: state.predict ? "on" : "", answers: state.answers, title: mine.packed && state.title }, mine.packed);
  }, true);

  // What the page around may ask for

  const asking = String(Math.random());
  let going;

  function go(step) {
    clearTimeout(going);
    going = setTimeout(() => {
      const state = states[0];
      if (state) window.portlabOpen(slots[0], state, { ...clean(kept(state)), step: String(step) });
      else Object.assign(slots[0].dataset, { step: String(step) });
      show(String(step));
    }, 100);
  }

  function restore(saved) {
    if (parked || wanted || typeof saved !== "object" || saved === null) return;
    for (const slot of slots) {
      if (saved[slot.dataset.slot]) Object.assign(slot.dataset, clean(saved[slot.dataset.slot]));
    }
    if (single) show(slots[0].dataset.step);
  }

  addEventListener("message", ({ source, data }) => {
    if (!framed || source !== parent || typeof data !== "object" || data === null) return;
    if (data.subject === "SPLICE.getState.response" && data.message_id === asking) restore(data.state);
    if (data.subject === "portlab.go" && Number.isInteger(data.step) && data.step >= 0 && data.step < 1e6 && single) go(data.step);
  });

  begin().then(() => {
    watch();
    tell("SPLICE.getState", { message_id: asking });
    resize();
    if (!single) new ResizeObserver(resize).observe(document.body);
    addEventListener("resize", resize);
  });
})();
