// The editor in the page's colours, light and dark.
import { EditorView } from "@codemirror/view";

export const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--ink)", backgroundColor: "var(--card)" },
  "&.cm-focused": { outline: "none" }, // the page outlines the whole field
  "@media (pointer: coarse)": { "&": { fontSize: "16px" } }, // below that a phone zooms in
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px", overscrollBehavior: "contain", containerType: "inline-size" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--card)", border: "0" },
  ".cm-activeLine": { backgroundColor: "var(--faint)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--faint)" },
  ".cm-current": { backgroundColor: "var(--select)", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-comment": { color: "var(--soft)" },
  ".cm-string": { color: "var(--half)" },
  ".cm-address": { color: "var(--listen)" },
  ".cm-call": { fontWeight: "650" },
  ".cm-constant": { color: "var(--estab)" },
  ".cm-errno": { color: "var(--error)", fontWeight: "650" },
  ".cm-question": { color: "var(--accent)", fontWeight: "650" },
  ".cm-fault": { textDecoration: "underline wavy var(--error) 1.6px", textUnderlineOffset: "4px" },
  // It wraps where the editor ends, however long the lines are.
  ".cm-message": { position: "sticky", left: "34px", boxSizing: "border-box", width: "calc(100cqw - 34px)", padding: "2px 8px 4px", color: "var(--error)", font: "12.5px/1.45 var(--sans)", whiteSpace: "pre-wrap" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--line)", borderRadius: "8px" },
  ".cm-signature": { padding: "2px 8px", font: "12.5px/1.45 var(--mono)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "14em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--select)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", marginLeft: "0" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "650" },
  ".cm-completionInfo": { font: "13px/1.45 var(--sans)", padding: "4px 9px" },
});
