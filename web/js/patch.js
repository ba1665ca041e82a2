// Draws what changed in the parts of a player that change with every step: its stage, its tables, its
// timeline. Go keeps what each part shows as pieces of markup under keys, and sends once for all parts
// what differs from before:
//
//	part GS part GS …           a part:  name RS piece RS piece …
//	                            a piece: key US markup, or the key alone where it shows the same as before
//
// A part is the element with that data-part below the player; its children are the pieces, in the
// order in which they are sent. What is there already is changed in place, so that it keeps its focus
// and its transitions. An element with a data-part inside of a piece keeps its children: they are a
// part of their own.
window.portlabPatch = (function () {
  "use strict";
  const [GS, RS, US] = ["\x1d", "\x1e", "\x1f"];
  const svgNS = "http://www.w3.org/2000/svg";
  const template = document.createElement("template");
  const pieces = new WeakMap(); // of a part's element: its children by key

  // parse returns the elements of some markup, all of them at once: to begin to parse takes longer than
  // what there is to parse.
  function parse(markup, root) {
    const drawing = root.namespaceURI === svgNS;
    template.innerHTML = drawing ? "<svg>" + markup + "</svg>" : markup;
    return [...(drawing ? template.content.firstChild : template.content).childNodes];
  }

  // morph makes a node like another one, and returns the one of both that stays in the page.
  function morph(node, like) {
    if (node.nodeName !== like.nodeName) {
      node.replaceWith(like);
      return like;
    }
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data !== like.data) node.data = like.data;
      return node;
    }
    morphAttributes(node, like);
    if (!like.hasAttribute("data-part")) morphChildren(node, like);
    return node;
  }

  function morphAttributes(node, like) {
    for (const { name } of [...node.attributes]) {
      if (!like.hasAttribute(name)) node.removeAttribute(name);
    }
    for (const { name, value } of like.attributes) {
      if (node.getAttribute(name) !== value) node.setAttribute(name, value);
      if (name === "value" && node.value !== value) node.value = value;
    }
  }

  function morphChildren(node, like) {
    let at = node.firstChild;
    for (const child of [...like.childNodes]) {
      if (at) at = morph(at, child).nextSibling;
      else node.append(child);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  // remove takes a piece away; where it has the focus, what scrolls it keeps that.
  function remove(piece, root) {
    if (piece.contains(document.activeElement)) root.closest("[tabindex]")?.focus({ preventScroll: true });
    piece.remove();
  }

  function patchPart(root, sent) {
    const before = pieces.get(root) ?? new Map();
    const now = new Map();
    const read = sent.map((piece) => piece.split(US));
    const changed = parse(read.map(([, markup]) => markup ?? "").join(""), root);
    for (const [key, markup] of read) {
      const node = before.get(key);
      before.delete(key);
      const like = markup === undefined ? undefined : changed.shift();
      now.set(key, !like ? node : node ? morph(node, like) : like);
    }
    for (const gone of before.values()) remove(gone, root);
    let at = root.firstChild;
    for (const node of now.values()) {
      if (node === at) at = at.nextSibling;
      else root.insertBefore(node, at);
    }
    pieces.set(root, now);
  }

  return function (player, changes) {
    for (const part of changes.split(GS)) {
      const [name, ...sent] = part.split(RS);
      patchPart(player.querySelector('[data-part="' + name + '"]'), sent);
    }
  };
})();
