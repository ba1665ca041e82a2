// Asks a worker for the changes that would let a refused call succeed. The worker is loaded when the
// first are asked for: most readers of a page never do.
(function () {
  "use strict";
  const { worker, exec, wasm } = document.currentScript.dataset;
  const absolute = (url) => new URL(url, document.baseURI).href;
  const waiting = new Map();
  let finder = null, asked = 0;

  function load() {
    finder = new Worker(absolute(worker));
    finder.onmessage = ({ data }) => settle(data.id, data.failed, data.answer);
    // It could not be loaded: the next question tries again.
    finder.onerror = () => {
      for (const id of waiting.keys()) settle(id, "the worker cannot be loaded");
      finder = null;
    };
  }

  function settle(id, failed, answer) {
    const [done, fail] = waiting.get(id);
    waiting.delete(id);
    if (failed) fail(new Error(failed));
    else done(answer);
  }

  // The answer is JSON, a player.Remedies.
  window.portlabRemedies = (text, line, lang) => new Promise((done, fail) => {
    if (!finder) load();
    waiting.set(++asked, [done, fail]);
    finder.postMessage({ id: asked, text, line, lang, exec: absolute(exec), wasm: absolute(wasm) });
  });
})();
