// Shows what the frames of the demo page tell it, the last message first.
(function () {
  "use strict";
  const list = document.getElementById("messages");
  const most = 60;

  addEventListener("message", ({ source, data }) => {
    const frame = [...document.querySelectorAll("port-lab iframe")].find(({ contentWindow }) => contentWindow === source);
    if (!frame || typeof data?.subject !== "string") return;
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = frame.title + " ";
    const code = document.createElement("code");
    code.textContent = JSON.stringify(data);
    item.append(name, code);
    list.prepend(item);
    while (list.children.length > most) list.lastChild.remove();
  });
})();
