// Marks the quizzes of a lesson: the first choice of each counts. It keeps what was chosen, and lets it
// count in the lesson's score (score.js). Without it each choice opens its reason.
(function () {
  "use strict";
  const { lesson } = document.body.dataset;
  const quizzes = [...document.querySelectorAll(".quiz")];
  if (!quizzes.length) return;
  const key = "portlab.quiz." + lesson;

  // Storage is denied in some frames and private windows; then choices last as long as the page.
  const store = {
    get() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* denied */ } },
  };

  const choicesOf = (quiz) => [...quiz.querySelectorAll(".choice")];
  let chosen = new Map(); // quiz: choice

  function show() {
    for (const quiz of quizzes) {
      for (const choice of choicesOf(quiz)) choice.classList.toggle("chosen", chosen.get(quiz) === choice);
    }
    window.portlabScore.count("quiz", [...chosen.values()].filter((choice) => "right" in choice.dataset).length, chosen.size);
  }

  function keep() {
    store.set({ choices: quizzes.map((quiz) => choicesOf(quiz).indexOf(chosen.get(quiz))) });
  }

  function choose(quiz, choice) {
    if (!choice.open || chosen.has(quiz)) return;
    chosen.set(quiz, choice);
    keep();
    show();
  }

  function again() {
    chosen = new Map();
    for (const choice of document.querySelectorAll(".choice")) choice.open = false;
    keep();
    show();
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
  document.addEventListener("portlab-again", again);
  quizzes.at(-1).after(document.getElementById("score"));
  show();
})();
