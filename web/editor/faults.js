// Shows what the simulator says of the text: what is wrong, below the line where it is, and which line
// the player is at. Both keep their places while one types, until the simulator says something new.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

export const setFaults = StateEffect.define();
export const setCursor = StateEffect.define();

// The page says it to a screen reader elsewhere.
class Message extends WidgetType {
  constructor(text) { super(); this.text = text; }
  eq(other) { return other.text === this.text; }
  toDOM() {
    const dom = document.createElement("div");
    dom.className = "cm-message";
    dom.setAttribute("aria-hidden", "true");
    dom.textContent = this.text;
    return dom;
  }
}

// The simulator counts characters, JavaScript halves of some.
function offset(text, column) { return [...text].slice(0, column - 1).join("").length; }

function marks(doc, { Line: line, Col: col, End: end, Text: text }) {
  const at = doc.line(Math.min(line, doc.lines));
  const from = at.from + offset(at.text, col);
  const to = end > col ? at.from + offset(at.text, end) : at.to;
  const message = Decoration.widget({ widget: new Message(text), block: true, side: 1 }).range(at.to);
  return to > from ? [Decoration.mark({ class: "cm-fault" }).range(from, to), message] : [message];
}

function newMarks(doc, faults) { return Decoration.set(faults.flatMap((fault) => marks(doc, fault)), true); }

function newCursor(doc, line) {
  if (!(line >= 1 && line <= doc.lines)) return Decoration.none;
  return Decoration.set(Decoration.line({ class: "cm-current" }).range(doc.line(line).from));
}

function followed(effect, make) {
  return StateField.define({
    create: () => Decoration.none,
    update(decorations, tr) {
      for (const e of tr.effects) if (e.is(effect)) return make(tr.state.doc, e.value);
      return decorations.map(tr.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

export const shownFaults = [followed(setFaults, newMarks), followed(setCursor, newCursor)];
