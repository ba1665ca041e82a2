// Before an embed page is painted: the colours and the language that its address asks for.
(function () {
  "use strict";
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const theme = query.get("theme");
  root.classList.add("js");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const lang = query.get("lang");
  const own = root.lang.slice(0, 2);
  if ((lang === "en" || lang === "zh") && lang !== own) {
    location.replace(location.pathname.replace("/" + own + "/embed/", "/" + lang + "/embed/") + location.search + location.hash);
  }
})();
