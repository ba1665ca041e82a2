// What every page needs besides its text: the chosen colours, the way back to where one was, and a
// language switch that keeps the place. It stands in the head and runs before the first paint, so
// that a chosen theme does not flash. The page can be read and left without it.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // Storage is denied in some frames and private windows; then choices last as long as the page.
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* denied */ } },
  };

  const themes = ["auto", "light", "dark"];
  const marks = { auto: "◐", light: "☀", dark: "☾" };

  function chosenTheme() {
    const kept = root.dataset.theme || store.get("portlab.theme");
    return themes.includes(kept) ? kept : "auto";
  }

  function applyTheme(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }
  applyTheme(chosenTheme());

  function setUpTheme(button) {
    let theme = chosenTheme();
    const show = () => {
      button.textContent = marks[theme] + " " + button.dataset[theme];
      button.setAttribute("aria-label", button.dataset.label + ": " + button.dataset[theme]);
    };
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      store.set("portlab.theme", theme);
      applyTheme(theme);
      show();
    });
    show();
  }

  // The server sends a visitor of the bare address to the language of this cookie.
  function setUpLanguage(link) {
    link.addEventListener("click", () => {
      document.cookie = "portlab-lang=" + link.dataset.to + "; path=/; max-age=31536000; samesite=lax";
      link.search = location.search;
      link.hash = location.hash;
    });
  }

  function sectionInView() {
    let current = "";
    for (const section of document.querySelectorAll(".section[id]")) {
      if (section.getBoundingClientRect().top < innerHeight / 2) current = section.id;
    }
    return current;
  }

  function rememberLesson(slug) {
    const save = () => store.set("portlab.last", JSON.stringify({ slug, section: sectionInView() }));
    addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  }

  function lastLesson() {
    try { return JSON.parse(store.get("portlab.last")); } catch { return null; }
  }

  function offerLast(link) {
    const last = lastLesson();
    const lesson = last && document.querySelector('[data-slug="' + CSS.escape(String(last.slug)) + '"] a');
    if (!lesson) return;
    link.href = lesson.href + (last.section ? "#" + encodeURIComponent(last.section) : "");
    link.title = lesson.textContent;
    link.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme(document.getElementById("theme"));
    setUpLanguage(document.getElementById("language"));
    if (document.body.dataset.lesson) rememberLesson(document.body.dataset.lesson);
    const resume = document.getElementById("resume");
    if (resume) offerLast(resume);
  });
})();
