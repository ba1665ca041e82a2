// Shows one challenge after the other. The address says which, ?level=easy&seed=17, so it can be sent on;
// without a seed one is drawn. The answers are counted as long as the page is open.
(function () {
  "use strict";
  const slot = document.querySelector(".player-slot");
  const score = document.getElementById("score");
  const next = document.getElementById("next-challenge");
  const levels = [...document.querySelectorAll("a[data-level]")];
  const answered = {}; // by challenge: how many questions were answered, and rightly

  const draw = (count) => 1 + Math.floor(Math.random() * count);

  // What the address asks for; a seed beyond the last challenge begins again at the first.
  function asked() {
    const query = new URLSearchParams(location.search);
    const level = levels.find((link) => link.dataset.level === query.get("level")) || levels[0];
    const count = Number(level.dataset.count);
    const seed = /^\d{1,9}$/.test(query.get("seed")) ? Number(query.get("seed")) : draw(count);
    return { level, seed: ((((seed - 1) % count) + count) % count) + 1, count };
  }

  function open() {
    const { level, seed } = asked();
    const name = level.dataset.level;
    history.replaceState(null, "", "?level=" + name + "&seed=" + seed);
    for (const link of levels) link.toggleAttribute("aria-current", link === level);
    const text = document.querySelectorAll('pre.challenge[data-level="' + name + '"]')[seed - 1].textContent;
    window.portlabOpen(slot, { name: "challenge/" + name + "/" + seed, title: level.dataset.number.replace("{n}", seed), text }, { predict: "on" });
  }

  function go(level, seed) {
    history.pushState(null, "", "?level=" + level + "&seed=" + seed);
    open();
  }

  function count() {
    const sums = Object.values(answered).reduce((sum, one) => ({ right: sum.right + one.right, all: sum.all + one.all }), { right: 0, all: 0 });
    score.textContent = sums.all ? score.dataset.score.replace("{right}", sums.right).replace("{all}", sums.all) : "";
  }

  document.addEventListener("portlab-state", ({ detail }) => {
    if (!detail.answers) return;
    answered[detail.name] = { right: detail.right, all: detail.answers.split(",").length };
    count();
  });

  next.addEventListener("click", () => {
    const { level, seed, count: most } = asked();
    let other = draw(most);
    if (other === seed) other = (seed % most) + 1;
    go(level.dataset.level, other);
  });

  for (const link of levels) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(link.dataset.level, draw(Number(link.dataset.count)));
    });
  }

  addEventListener("popstate", open);
  open();
})();
