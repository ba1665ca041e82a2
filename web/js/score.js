// The score of a lesson: how much of what its players and its quiz ask was answered rightly. It is shown
// in the page, kept for the next visit and for the lists of lessons, and told by the event "portlab:score"
// on the document, for whatever embeds the lesson or reports to a learning system: detail is
// {lesson, right, answered, total, completed}, which portlabScore.sum() returns too.
(function () {
  "use strict";
  const { lesson } = document.body.dataset;
  const key = "portlab.score." + lesson;
  const slots = [...document.querySelectorAll('.player-slot[data-mode="lesson"]')];
  const textOf = (slot) => slot.querySelector("pre.scenario").textContent;
  const board = document.getElementById("score");
  const total = slots.reduce((sum, slot) => sum + Number(slot.dataset.questions), document.querySelectorAll(".quiz").length);
  let parts = {}; // by player's or quiz's name: {right, answered}

  // Storage is denied in some frames and private windows; then the score lasts as long as the page.
  const store = {
    get() { try { return JSON.parse(localStorage.getItem(key))?.parts || {}; } catch { return {}; } },
    set(value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* denied */ } },
  };

  function sum() {
    const add = (field) => Object.values(parts).reduce((n, part) => n + part[field], 0);
    const [right, answered] = [add("right"), add("answered")];
    return { lesson, right, answered, total, completed: answered >= total };
  }

  function show() {
    const { right, answered, completed } = sum();
    const write = (words) => words.replace("%r", right).replace("%a", answered).replace("%t", total);
    for (const place of document.querySelectorAll(".lesson-score")) {
      place.textContent = answered ? write(place.dataset.words) + (completed ? " ✓" : "") : place.dataset.none;
    }
    board.hidden = !answered;
    board.querySelector("output").textContent = write(board.dataset.words);
  }

  function count(name, right, answered) {
    const before = parts[name] || { right: 0, answered: 0 };
    if (before.right === right && before.answered === answered) return;
    parts[name] = { right, answered };
    store.set({ parts, ...sum() });
    show();
    document.dispatchEvent(new CustomEvent("portlab:score", { detail: sum() }));
  }

  // A scenario that is being changed keeps the score that it had.
  document.addEventListener("portlab-state", ({ detail }) => {
    const slot = slots.find((one) => one.dataset.slot === String(detail.slot));
    if (slot && detail.text === textOf(slot)) count(detail.name, detail.right, detail.answers ? detail.answers.split(",").length : 0);
  });

  // Asks everything anew: "portlab-again" tells those who keep answers.
  board.querySelector("button").addEventListener("click", () => {
    document.dispatchEvent(new Event("portlab-again"));
    for (const slot of slots) {
      count(slot.dataset.name, 0, 0);
      window.portlabOpen(slot, { name: slot.dataset.name, title: slot.dataset.title, text: textOf(slot) });
    }
  });

  window.portlabScore = { sum, count };
  parts = store.get();
  show();
})();
