// Narrows the gallery to the scenarios that have all the words of the field in title, description,
// topic or name. Without it the page is a plain list.
(function () {
  "use strict";
  const field = document.getElementById("filter");
  const found = document.getElementById("found");
  const groups = [...document.querySelectorAll(".group")].map((group) => ({
    group,
    cards: [...group.querySelectorAll(".card")].map((card) => ({
      card,
      text: (group.querySelector("h2").textContent + " " + card.textContent + " " + card.dataset.id).toLowerCase(),
    })),
  }));

  function narrow() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { group, cards } of groups) {
      let shown = 0;
      for (const { card, text } of cards) {
        card.hidden = !words.every((word) => text.includes(word));
        if (!card.hidden) shown++;
      }
      group.hidden = shown === 0;
      left += shown;
    }
    found.textContent = left ? found.dataset.found.replace("{n}", left) : found.dataset.none;
  }

  field.addEventListener("input", narrow);
  narrow(); // a browser keeps what was typed when one comes back
})();
