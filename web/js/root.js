// The front door of a site without a server of its own: goes to the language that was chosen last,
// or else the first that the browser asks for.
(function () {
  "use strict";
  const languages = ["en", "zh"];
  const chosen = /(?:^|; )portlab-lang=(\w+)/.exec(document.cookie)?.[1];
  const asked = navigator.languages.map((tag) => tag.slice(0, 2));
  location.replace((languages.includes(chosen) ? chosen : asked.find((l) => languages.includes(l)) || "en") + "/");
})();
