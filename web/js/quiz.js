// Marks the quizzes of a lesson: the first choice of each counts. It keeps what was chosen, shows the
// score, and tells of it by the event "portlab:score" on the document, for whatever embeds the lesson:
// detail is {lesson, right, asked, total, completed}. Without it each choice opens its reason.
(function () {
  "use strict";
  const { lesson } = document.body.dataset;
  const quizzes = [...document.querySelectorAll(".quiz")];
  const board = document.getElementById("score");
  if (!lesson || !board || !quizzes.length) return;
  const key = "portlab.quiz." + lesson;

  // Storage is denied in some frames and private windows; then the score lasts as long as the page.
  const store = {
    get() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* denied */ } },
  };

  const choicesOf = (quiz) => [...quiz.querySelectorAll(".choice")];
  let chosen = new Map(); // quiz: choice

  function score() {
    const right = [...chosen.values()].filter((choice) => "right" in choice.dataset).length;
    const asked = chosen.size, total = quizzes.length;
    return { lesson, right, asked, total, completed: asked === total };
  }

  function show() {
    const { right, asked, total } = score();
    board.hidden = !asked;
    board.querySelector("output").textContent =
      board.dataset.words.replace("%r", right).replace("%a", asked).replace("%t", total);
    for (const quiz of quizzes) {
      for (const choice of choicesOf(quiz)) choice.classList.toggle("chosen", chosen.get(quiz) === choice);
    }
  }

  function keep() {
    const { right, total, completed } = score();
    const choices = quizzes.map((quiz) => choicesOf(quiz).indexOf(chosen.get(quiz)));
    store.set({ choices, right, total, completed });
  }

  function tell() {
    document.dispatchEvent(new CustomEvent("portlab:score", { detail: score() }));
  }

  function choose(quiz, choice) {
    if (!choice.open || chosen.has(quiz)) return;
    chosen.set(quiz, choice);
    keep();
    show();
    tell();
  }

  function again() {
    chosen = new Map();
    for (const choice of document.querySelectorAll(".choice")) choice.open = false;
    keep();
    show();
    tell();
    quizzes[0].querySelector("summary").focus();
  }

  function restore() {
    const { choices } = store.get() || {};
    if (!Array.isArray(choices) || choices.length !== quizzes.length) return; // the lesson has changed since
    quizzes.forEach((quiz, i) => {
      const choice = choicesOf(quiz)[choices[i]];
      if (!choice) return;
      chosen.set(quiz, choice);
      choice.open = true;
    });
  }

  restore();
  for (const quiz of quizzes) {
    for (const choice of choicesOf(quiz)) choice.addEventListener("toggle", () => choose(quiz, choice));
  }
  board.querySelector("button").addEventListener("click", again);
  quizzes.at(-1).after(board);
  show();
  if (chosen.size) tell();
})();
