// Offers the words that can stand where one types, and shows the signature of the call that one is in.
import { StateField } from "@codemirror/state";
import { showTooltip } from "@codemirror/view";

// The process at the beginning of a line, as strace writes it too.
const process = /^\s*(?:\[pid \d+\]|[\w-]+)\s+/;

// The call whose arguments the text before the cursor ends in, and how many of them stand before.
function openCall(before, words) {
  const match = /([a-z0-9]+)\(([^()]*)$/.exec(before.replace(/"(?:[^"\\]|\\.)*"?/g, '""'));
  const call = match && words.calls.find((one) => one.name === match[1]);
  return call && { call, index: match[2].split(",").length - 1 };
}

function option(term, type) { return { label: term.name, info: term.info, type }; }

// A call is put in with its bracket, and what can stand in that is offered next.
function callOption(call) {
  return {
    label: call.name, detail: call.signature.slice(call.name.length), info: call.info, type: "call",
    apply: call.name + "(",
  };
}

function argumentsOf({ call, index }, words) {
  const here = call.takes[index]?.length ? call.takes[index] : call.takes.flat();
  return words.constants.filter((term) => here.includes(term.name)).map((term) => option(term, "constant"));
}

// The processes that the text has, and how a line of set-up begins.
function starts(doc) {
  const found = new Set(["sysctl", "ip link add", "ip addr add"]);
  for (const [name] of doc.toString().matchAll(/^[\w-]+(?= )/gm)) found.add(name);
  return [...found].map((label) => ({ label, type: "process" }));
}

function offered(before, doc, words) {
  if (before.includes("#")) return [];
  if (/^\s*sysctl\s+\S*$/.test(before)) return words.sysctls.map((term) => option(term, "sysctl"));
  if (/=\s*-1\s+\w*$/.test(before)) return words.errnos.map((term) => option(term, "errno"));
  const open = openCall(before, words);
  if (open) return argumentsOf(open, words);
  if (/^\s*[\w-]*$/.test(before)) return starts(doc);
  if (/^\w*$/.test(before.replace(process, ""))) return words.calls.map(callOption);
  return [];
}

export function completeWith(words) {
  return (context) => {
    const before = context.state.sliceDoc(context.state.doc.lineAt(context.pos).from, context.pos);
    const word = /[\w.]*$/.exec(before)[0];
    if (!word && !context.explicit && !/[(,|]\s*$/.test(before)) return null;
    const options = offered(before, context.state.doc, words);
    // A word that is complete is not offered: the enter key shall end the line then.
    const valid = (text) => /^[\w.]*$/.test(text) && !options.some((one) => one.label === text);
    return options.length && valid(word) ? { from: context.pos - word.length, options, validFor: valid } : null;
  };
}

function signatureAt(state, words) {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  const open = main.empty && openCall(state.sliceDoc(line.from, main.head), words);
  if (!open) return null;
  return {
    pos: line.from, above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "cm-signature";
      dom.textContent = open.call.signature;
      return { dom };
    },
  };
}

export function signatureFrom(words) {
  return StateField.define({
    create: (state) => signatureAt(state, words),
    update: (tooltip, tr) => (tr.docChanged || tr.selection ? signatureAt(tr.state, words) : tooltip),
    provide: (field) => showTooltip.from(field),
  });
}
