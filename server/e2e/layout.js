// Says what is wrong with how a page fits into its window: a line for each fault. Players are looked
// at with all that can be seen in them; lowest is how high at least what one presses in them must be.
function layoutFaults(lowest) {
  const faults = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    faults.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
  }
  for (const player of document.querySelectorAll(".player")) {
    for (const e of player.querySelectorAll("*")) {
      if (isSeen(e)) faults.push(...faultsOf(e, player, lowest));
    }
  }
  return [...new Set(faults)];

  function faultsOf(e, player, lowest) {
    const found = [];
    if (holdsText(e) || isControl(e)) {
      const cut = cutBy(e, player);
      if (cut) found.push(`${describe(e)} is cut off by ${cut}`);
    }
    const box = e.getBoundingClientRect();
    if (isControl(e) && !isRow(e) && Math.round(box.height) < lowest) {
      found.push(`${describe(e)} is ${Math.round(box.height)} high, want ${lowest}`);
    }
    return found;
  }

  // isSeen leaves out what is there for screen readers only, and what only lies below other text, and
  // drawings, which scroll as a whole.
  function isSeen(e) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.ownerSVGElement || e.closest("[aria-hidden=true]")) return false;
    for (let a = e; a && !a.classList.contains("player"); a = a.parentElement) {
      if (getComputedStyle(a).clipPath === "inset(50%)") return false;
    }
    return e.getClientRects().length > 0;
  }

  function holdsText(e) {
    return [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  }

  function isControl(e) { return e.matches("button, input, textarea, select"); }

  // isRow reports whether an element is one of many in a list or table, where there are other ways to
  // get to it.
  function isRow(e) { return e.matches("ol *, ul *, table *"); }

  // cutBy returns what hides a part of an element for good: what can be scrolled does not, and an ellipsis
  // whose title is the whole text says so.
  function cutBy(e, player) {
    let box = e.getBoundingClientRect();
    if (e.title !== e.textContent && getComputedStyle(e).overflowX !== "visible" && !scrolls(e, "X") && e.scrollWidth > e.clientWidth + 1) return "itself";
    for (let a = e.parentElement; a; a = a.parentElement) {
      const frame = a.getBoundingClientRect();
      const wide = box.left < frame.left - 1 || box.right > frame.right + 1;
      const high = box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
      if (wide && hides(a, "X") || high && hides(a, "Y")) return describe(a);
      if (wide && scrolls(a, "X") || high && scrolls(a, "Y")) box = frame;
      if (a === player) break;
    }
    return box.left < -1 || box.right > page.clientWidth + 1 ? "the window" : "";
  }

  function hides(e, axis) { return ["hidden", "clip"].includes(getComputedStyle(e)["overflow" + axis]); }
  function scrolls(e, axis) { return ["auto", "scroll"].includes(getComputedStyle(e)["overflow" + axis]); }

  function describe(e) {
    const text = (e.ariaLabel || e.textContent || "").trim().slice(0, 40);
    return `<${e.tagName.toLowerCase()} class="${e.className}"> ${text}`;
  }
}
