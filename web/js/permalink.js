// Links that hold a scenario and where in it one was. The hash of such an address is written as a
// query is, the long part last, so that a link that was cut off still says the rest:
//
//   #step=11&view=why&predict=on&profile=linux&title=…&s=…
//
// s is a text in base64url: a version byte, the CRC-32 of the text's UTF-8 in four bytes, and that
// UTF-8 as a raw DEFLATE stream. Package permalink is the same in Go, with the tests of both.
(function () {
  "use strict";
  const version = 1;
  const most = 65536; // bytes of a text
  const fields = ["step", "view", "predict", "profile", "answers", "title"];
  const limits = { title: 120, answers: 2000 };

  function crc32(bytes) {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  }

  function toBase64(bytes) {
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  // Reads up to the first character that cannot be there; a last one that is no whole byte is left out.
  function fromBase64(text) {
    const good = /^[A-Za-z0-9_-]*/.exec(text)[0];
    const whole = good.length % 4 === 1 ? good.slice(0, -1) : good;
    const binary = atob(whole.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (c) => c.charCodeAt(0));
  }

  // Writes the bytes into a stream piece by piece: what comes out before an error is kept.
  async function feed(stream, bytes) {
    const writer = stream.writable.getWriter();
    try {
      for (let i = 0; i < bytes.length; i += 32) await writer.write(bytes.subarray(i, i + 32));
      await writer.close();
    } catch { /* the reading side has the same error */ }
  }

  // Returns what the stream makes of the bytes, and whether it broke off or grew too large.
  async function through(stream, bytes, limit) {
    feed(stream, bytes);
    const reader = stream.readable.getReader();
    let out = new Uint8Array(0);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return { out };
        const joined = new Uint8Array(out.length + value.length);
        joined.set(out);
        joined.set(value, out.length);
        out = joined;
        if (out.length > limit) {
          reader.cancel();
          return { out, huge: true };
        }
      }
    } catch {
      return { out, broken: true };
    }
  }

  let latest = {}; // what was packed last: the step changes more often than the text

  async function pack(text) {
    if (latest.text !== text) latest = { text, packed: await packAnew(text) };
    return latest.packed;
  }

  async function packAnew(text) {
    const bytes = new TextEncoder().encode(text);
    const { out } = await through(new CompressionStream("deflate-raw"), bytes, Infinity);
    const whole = new Uint8Array(5 + out.length);
    new DataView(whole.buffer).setUint32(1, crc32(bytes));
    whole[0] = version;
    whole.set(out, 5);
    return toBase64(whole);
  }

  // Returns the text and what is wrong with it: "damaged", "empty", "newer", "huge", or nothing.
  async function unpack(packed) {
    if (packed.length > 2 * most) return { text: "", fault: "huge" };
    const bytes = fromBase64(packed);
    if (bytes.length > 0 && bytes[0] !== version) return { text: "", fault: "newer" };
    if (bytes.length < 6) return { text: "", fault: "empty" };
    const { out, broken, huge } = await through(new DecompressionStream("deflate-raw"), bytes.subarray(5), most);
    if (huge) return { text: "", fault: "huge" };
    const text = new TextDecoder().decode(out);
    if (!broken && crc32(out) === new DataView(bytes.buffer).getUint32(1)) return { text };
    const lines = text.slice(0, text.lastIndexOf("\n") + 1);
    return { text: lines, fault: lines ? "damaged" : "empty" };
  }

  // Reads the hash of an address. Fields that are missing are "", and text undefined.
  async function read(hash) {
    const params = new URLSearchParams(hash.replace(/^#/, ""));
    const state = {};
    for (const field of fields) state[field] = (params.get(field) || "").slice(0, limits[field] || 20);
    if (!/^\d{1,6}$/.test(state.step)) state.step = "";
    return params.has("s") ? { ...state, ...(await unpack(params.get("s"))) } : state;
  }

  // Writes the hash for a state: its fields that are not empty, and its text where there is one.
  async function write(state, text) {
    return hashOf(state, text === undefined ? "" : await pack(text));
  }

  // hashOf is write for a text that is packed already, or for none.
  function hashOf(state, packed = "") {
    const params = new URLSearchParams();
    for (const field of fields) {
      if (state[field]) params.set(field, String(state[field]));
    }
    if (packed) params.set("s", packed);
    const hash = params.toString();
    return hash && "#" + hash;
  }

  window.portlabLink = { read, write, pack, hashOf };
})();
