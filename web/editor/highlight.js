// Colours what a scenario is made of. The words are the simulator's own.
import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";

const kinds = ["comment", "string", "address", "call", "constant", "errno", "question", "number"];
const decorations = Object.fromEntries(kinds.map((kind) => [kind, Decoration.mark({ class: "cm-" + kind })]));

function names(terms) { return terms.map((term) => term.name.replaceAll(".", "\\.")).join("|"); }

// Each kind is a group of its own; the first that fits counts.
function pattern(words) {
  return new RegExp([
    /(?<comment>#.*)/,
    /(?<string>"(?:[^"\\]|\\.)*"?)/,
    /(?<address>\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\](?::(?:\d+|\$\w+))?|\b\d+\.\d+\.\d+\.\d+(?::(?:\d+|\$\w+)|\/\d+)?)/,
    new RegExp(`\\b(?<call>${names(words.calls)})(?=\\()`),
    new RegExp(`\\b(?<errno>${names(words.errnos)})\\b`),
    new RegExp(`\\b(?<constant>${names(words.constants)}|${names(words.sysctls)})\\b`),
    /(?<question>= \?(?=\s*(?:#|$)))/,
    /(?<number>\b\d+\b)/,
  ].map((one) => one.source).join("|"), "gm");
}

export function highlightFrom(words) {
  const matcher = new MatchDecorator({
    regexp: pattern(words),
    decoration: (match) => decorations[kinds.find((kind) => match.groups[kind] !== undefined)],
  });
  return ViewPlugin.define((view) => ({
    decorations: matcher.createDeco(view),
    update(update) { this.decorations = matcher.updateDeco(update, this.decorations); },
  }), { decorations: (plugin) => plugin.decorations });
}
