// Keeps the answers that were given in a lesson's players for the next visit; where storage is denied they
// last as long as the page. Answers belong to the calls of a scenario as they were: where the lesson has
// changed since, and where a change is being tried, they do not count. Its comments are in the page's language.
(function () {
  "use strict";
  const key = "portlab.answers." + document.body.dataset.lesson;
  const slots = [...document.querySelectorAll('.player-slot[data-mode="lesson"]')];
  const textOf = (slot) => slot.querySelector("pre.scenario").textContent;
  const callsOf = (slot) => textOf(slot).replace(/\s*#.*/g, "").trim();

  // Short, as a learning system keeps 4096 characters of a lesson.
  const fingerprint = (text) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.codePointAt(0)) | 0, 0);

  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch { /* denied, or not ours */ }

  function keep() {
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* denied */ }
  }

  for (const slot of slots) {
    const own = kept[slot.dataset.name];
    if (own?.calls === fingerprint(callsOf(slot))) slot.dataset.answers = own.answers;
  }

  document.addEventListener("portlab-state", ({ detail }) => {
    const slot = slots.find((one) => one.dataset.slot === String(detail.slot));
    if (!slot || detail.text !== textOf(slot) || kept[detail.name]?.answers === detail.answers) return;
    kept[detail.name] = { calls: fingerprint(callsOf(slot)), answers: detail.answers };
    keep();
  });

  document.addEventListener("portlab-again", () => {
    kept = {};
    keep();
  });
})();
