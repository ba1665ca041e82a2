// Writes beside each lesson of the list how far its reader has come, which score.js has kept.
(function () {
  "use strict";
  function kept(slug) {
    try { return JSON.parse(localStorage.getItem("portlab.score." + slug)); } catch { return null; }
  }

  for (const card of document.querySelectorAll("[data-slug]")) {
    const score = kept(card.dataset.slug);
    if (!score?.answered) continue;
    const progress = card.querySelector(".progress");
    const { words, passed } = progress.dataset;
    progress.textContent = words.replace("%r", score.right).replace("%t", score.total) + (score.completed ? " ✓ " + passed : "");
    progress.hidden = false;
  }
})();
