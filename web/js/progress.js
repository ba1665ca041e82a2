// Writes beside each lesson of the list how far its quiz has come, which quiz.js has kept.
(function () {
  "use strict";
  function kept(slug) {
    try { return JSON.parse(localStorage.getItem("portlab.quiz." + slug)); } catch { return null; }
  }

  for (const card of document.querySelectorAll("[data-slug]")) {
    const quiz = kept(card.dataset.slug);
    if (!quiz || !quiz.choices?.some((choice) => choice >= 0)) continue;
    const progress = card.querySelector(".progress");
    const { words, passed } = progress.dataset;
    progress.textContent = words.replace("%r", quiz.right).replace("%t", quiz.total) + (quiz.completed ? " ✓ " + passed : "");
    progress.hidden = false;
  }
})();
