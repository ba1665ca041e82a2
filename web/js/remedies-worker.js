// Runs the program of app/remedies beside the page, which never has to wait for it.
"use strict";
let started = null;

async function start({ exec, wasm }) {
  importScripts(exec);
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch(wasm), go.importObject);
  go.run(instance); // returns when the program waits for questions
}

onmessage = async ({ data }) => {
  try {
    started ??= start(data);
    await started;
    postMessage({ id: data.id, answer: JSON.stringify(findRemedies(data.text, data.line, data.lang)) });
  } catch (err) {
    started = null;
    postMessage({ id: data.id, failed: err.message });
  }
};
