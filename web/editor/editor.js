// Makes the playground's text field an editor: colours, completion, a signature above the call, errors
// below their lines, undo. The field stays what the rest of the page knows: what is written here goes
// there, and a text that is put there comes here. Where this file does not load, the field is used as
// it is.
//
// The editor stands in a shadow root: there its styles are adopted sheets, which the page's content
// security policy allows, as it would not allow the style element that it makes elsewhere.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";

import { completeWith, signatureFrom } from "./complete.js";
import { setCursor, setFaults, shownFaults } from "./faults.js";
import { highlightFrom } from "./highlight.js";
import { theme } from "./theme.js";

const { vocabulary } = document.currentScript.dataset;
const fromField = Annotation.define();

function extensions(field, words) {
  return [
    EditorState.tabSize.of(4),
    lineNumbers(),
    history(),
    highlightActiveLine(),
    shownFaults,
    highlightFrom(words),
    signatureFrom(words),
    autocompletion({ override: [completeWith(words)], icons: false, interactionDelay: 0,
      activateOnCompletion: (one) => one.type === "call" }),
    // Tab is left to the browser: it leads out of the editor.
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": field.labels[0]?.textContent ?? "" }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || update.transactions.some((tr) => tr.annotation(fromField))) return;
      field.value = update.state.doc.toString();
      field.dispatchEvent(new Event("input"));
    }),
    theme,
  ];
}

// Replaces what differs between the editor's text and another, so that the cursor keeps its place and
// undo brings the old text back.
function replace(view, text) {
  const old = view.state.doc.toString();
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from++;
  let to = old.length, end = text.length;
  while (to > from && end > from && old[to - 1] === text[end - 1]) { to--; end--; }
  if (to > from || end > from) {
    view.dispatch({ changes: { from, to, insert: text.slice(from, end) }, annotations: fromField.of(true) });
  }
}

function upgrade(field, words) {
  const host = document.createElement("div");
  host.className = "rich";
  host.style.visibility = "hidden"; // until its lines have been measured, and stay
  field.after(host);
  field.hidden = true;
  const view = new EditorView({
    parent: host.attachShadow({ mode: "open", delegatesFocus: true }),
    state: EditorState.create({ doc: field.value, extensions: extensions(field, words) }),
  });
  const follow = () => {
    view.dispatch({ effects: [
      setFaults.of(JSON.parse(field.dataset.faults || "[]")),
      setCursor.of(Number(field.dataset.line)),
      // A message above where one types must not push that out of sight.
      ...(view.hasFocus ? [EditorView.scrollIntoView(view.state.selection.main, { yMargin: 30 })] : []),
    ] });
    view.contentDOM.setAttribute("aria-invalid", field.ariaInvalid);
  };
  follow();
  new MutationObserver(follow).observe(field, { attributeFilter: ["data-faults", "data-line", "aria-invalid"] });
  field.addEventListener("change", () => replace(view, field.value));
  field.addEventListener("focus", () => view.focus());
  requestAnimationFrame(() => requestAnimationFrame(() => { host.style.visibility = ""; }));
}

async function start() {
  const response = await fetch(vocabulary);
  if (!response.ok) throw new Error(response.status + " " + response.statusText);
  const words = await response.json();
  const upgradeAll = () => {
    for (const field of document.querySelectorAll(".player .field textarea:not([hidden])")) upgrade(field, words);
  };
  document.addEventListener("portlab-placed", upgradeAll);
  upgradeAll();
}

start().catch((err) => console.warn("The plain text field stays: " + err.message));
