// For pages that show Portlab in frames. It gives each frame the height that suits it, and makes
//
//   <port-lab scenario="restart" step="11" predict="on" theme="auto" lang="en" view="why" height="540">
//   text for readers without scripts
//   </port-lab>
//
// a frame. lesson="address-already-in-use" shows a whole lesson. What a frame tells is given on as an
// event of the element: portlab-ready, portlab-step, portlab-predicted, portlab-completed.
(function () {
  "use strict";
  const base = new URL("./", document.currentScript.src);
  const least = 200;
  const most = 20000;

  const ours = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(base.href));

  // Only our frames are listened to, and a height is all that they can change.
  addEventListener("message", ({ source, data }) => {
    const subject = data?.subject;
    if (typeof subject !== "string") return;
    const frame = ours().find(({ contentWindow }) => contentWindow === source);
    if (!frame) return;
    if (subject === "lti.frameResize" && Number.isFinite(data.height)) {
      frame.style.height = Math.min(most, Math.max(least, Math.ceil(data.height))) + "px";
    } else if (subject.startsWith("portlab.")) {
      const { subject: _, ...detail } = data;
      frame.dispatchEvent(new CustomEvent(subject.replace(".", "-"), { bubbles: true, detail }));
    }
  });

  function address(element) {
    const get = (name) => element.getAttribute(name) || "";
    const lang = get("lang").startsWith("zh") ? "zh" : get("lang") ? "en" : "";
    const what = get("lesson") ? "lesson/" + get("lesson") + "/" : get("scenario") ? "scenario/" + get("scenario") + "/" : "";
    const url = new URL((lang && lang + "/") + "embed/" + what, base);
    for (const name of ["step", "view", "predict", "theme"]) {
      if (get(name)) url.searchParams.set(name, get(name));
    }
    url.hash = get("link");
    return url;
  }

  class PortLab extends HTMLElement {
    connectedCallback() {
      if (this.querySelector("iframe")) return;
      const frame = document.createElement("iframe");
      frame.src = address(this);
      frame.title = this.getAttribute("title") || "Portlab";
      frame.loading = "lazy";
      // On its own site a frame that may run scripts could take the sandbox away, so it gets none there.
      if (base.origin !== location.origin) frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups");
      frame.style.cssText = "display: block; width: 100%; border: 0; height: " + (parseInt(this.getAttribute("height"), 10) || 540) + "px";
      this.replaceChildren(frame);
      this.style.display = "block";
    }
  }
  customElements.get("port-lab") || customElements.define("port-lab", PortLab);
})();
