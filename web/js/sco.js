// The launch page of a SCORM 1.2 package. It shows the lesson in a frame, where the reader may follow
// links, and tells the learning system of the score, which score.js tells by the event "portlab:score".
// What was chosen, answered and counted is kept as the learning system's suspend data.
(function () {
  "use strict";
  const { lesson } = document.body.dataset;
  const frame = document.querySelector("iframe");
  const parts = ["quiz", "answers", "score"];
  const keyOf = (part) => "portlab." + part + "." + lesson;
  const started = Date.now();

  // The runtime environment has its API in a frame above, or in one above the window that opened this.
  function above(win) {
    for (let levels = 0; win && levels < 10; levels++) {
      try { if (win.API) return win.API; } catch { return null; } // another origin: no API of ours beyond
      if (win.parent === win) return null;
      win = win.parent;
    }
    return null;
  }
  const api = above(window) || above(window.opener);
  const get = (name) => api ? String(api.LMSGetValue("cmi." + name)) : "";
  const set = (name, value) => api?.LMSSetValue("cmi." + name, String(value));

  // Storage is denied in some frames; then a lesson begins anew each time. What is there may be another
  // learner's, on the same machine.
  function restore() {
    let kept = {};
    try { kept = JSON.parse(get("suspend_data")) || {}; } catch { /* nothing yet */ }
    try {
      for (const part of parts) {
        if (kept[part]) localStorage.setItem(keyOf(part), JSON.stringify(kept[part]));
        else localStorage.removeItem(keyOf(part));
      }
    } catch { /* denied */ }
  }

  function keep() {
    let kept = "";
    try { kept = JSON.stringify(Object.fromEntries(parts.map((part) => [part, JSON.parse(localStorage.getItem(keyOf(part)))]))); } catch { /* denied */ }
    if (kept && kept.length <= 4096) set("suspend_data", kept); // SCORM 1.2 allows no more
  }

  function score({ detail }) {
    if (detail.lesson !== lesson || !detail.total) return;
    set("core.score.min", 0);
    set("core.score.max", 100);
    set("core.score.raw", Math.round(100 * detail.right / detail.total));
    if (detail.completed) set("core.lesson_status", "completed");
    keep();
    api?.LMSCommit("");
  }

  // HHHH:MM:SS.SS
  function sessionTime() {
    const hundredths = Math.floor((Date.now() - started) / 10);
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    return String(Math.floor(hundredths / 360000)).padStart(4, "0") + ":" + two(hundredths / 6000 % 60) + ":" +
      two(hundredths / 100 % 60) + "." + two(hundredths % 100);
  }

  let ended = !api;
  function end() {
    if (ended) return;
    ended = true;
    set("core.session_time", sessionTime());
    set("core.exit", get("core.lesson_status") === "completed" ? "" : "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
  }

  if (api) {
    api.LMSInitialize("");
    if (["not attempted", ""].includes(get("core.lesson_status"))) set("core.lesson_status", "incomplete");
    restore();
    addEventListener("pagehide", end);
    addEventListener("beforeunload", end); // some systems take no calls later
  }
  frame.addEventListener("load", () => frame.contentDocument.addEventListener("portlab:score", score));
  frame.src = frame.dataset.src;
})();
