// An embed address without a language leads to one: that of ?lang=, or the first of ours that the
// browser asks for.
(function () {
  "use strict";
  const languages = ["en", "zh"];
  const asked = [new URLSearchParams(location.search).get("lang"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const lang = asked.find((l) => languages.includes(l)) || "en";
  const base = document.documentElement.dataset.base;
  location.replace(base + lang + "/" + document.documentElement.dataset.path + location.search + location.hash);
})();
