// What was typed without a connection, kept on the device until the server has it: encrypted under a key that only the
// session's pages know, so that nobody reads it once the session is over. Staff only; the public's pages keep nothing.
(() => {
  "use strict";
  const secret = document.body.dataset.draftKey;
  if (!secret || !window.crypto?.subtle || !window.localStorage) return;
  const bytes = Uint8Array.from(secret.match(/../g), (pair) => parseInt(pair, 16));
  const text = new TextEncoder();
  const key = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const PREFIX = "hm-draft-";

  // A name that tells nothing of the record.
  async function nameOf(form) {
    const hash = await crypto.subtle.digest("SHA-256", text.encode(secret + form.dataset.draft));
    return PREFIX + btoa(String.fromCharCode(...new Uint8Array(hash).slice(0, 12)));
  }
  async function keep(form, entries) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, text.encode(JSON.stringify(entries)));
    const whole = new Uint8Array([...iv, ...new Uint8Array(sealed)]);
    let packed = "";
    whole.forEach((byte) => { packed += String.fromCharCode(byte); });
    try { localStorage.setItem(await nameOf(form), btoa(packed)); } catch { /* full: the page itself still holds the text */ }
  }
  async function drop(form) { localStorage.removeItem(await nameOf(form)); }
  async function found(form) {
    const packed = localStorage.getItem(await nameOf(form));
    if (!packed) return null;
    const whole = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    try {
      const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: whole.slice(0, 12) }, await key, whole.slice(12));
      return JSON.parse(new TextDecoder().decode(open));
    } catch { return null; }
  }
  // Puts back what was typed; what the server has is only what came before it.
  function fill(form, entries) {
    let changed = false;
    for (const name of new Set(entries.map(([name]) => name))) {
      const values = entries.filter(([other]) => other === name).map(([, value]) => value);
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["hidden", "file", "password", "submit"].includes(field.type)) continue;
        if (["radio", "checkbox"].includes(field.type)) {
          changed ||= field.checked !== values.includes(field.value);
          field.checked = values.includes(field.value);
        } else {
          changed ||= field.value !== values[0];
          field.value = values[0];
        }
      }
    }
    return changed;
  }
  async function restore(form) {
    const entries = await found(form);
    if (!entries) return;
    if (!fill(form, entries)) { drop(form); return; } // the server has the same
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
    form.dispatchEvent(new Event("input", { bubbles: true })); // and so on to the server
  }

  document.addEventListener("draft:unsent", (event) => keep(event.target, event.detail));
  // While the page is left, the next one may already have been made from what the server had before: the copy stays for
  // it to compare.
  let leaving = false;
  addEventListener("beforeunload", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("input", () => { leaving = false; });
  document.addEventListener("draft:sent", (event) => { if (!leaving) drop(event.target); });
  // Whatever another session left can be read by nobody: it goes.
  (async () => {
    const forms = [...document.querySelectorAll("form[data-draft]")];
    for (const form of forms) await restore(form);
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      const packed = localStorage.getItem(name);
      const whole = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: whole.slice(0, 12) }, await key, whole.slice(12))
        .catch(() => localStorage.removeItem(name));
    }
  })();
})();
