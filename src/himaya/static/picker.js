// Search as you type, by the keyboard alone too (the WAI-ARIA combobox pattern). Without this file the typed
// words are sent and the server finds or asks.
(() => {
  "use strict";
  const parts = (el) => {
    const box = el.closest && el.closest("[data-picker]");
    return box && {
      box,
      input: box.querySelector("[role=combobox]"),
      value: box.querySelector("[data-picker-value]"),
      list: box.querySelector("[role=listbox]"),
      state: box.querySelector("[data-picker-state]"),
    };
  };
  const token = (box) => box.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const options = (list) => [...list.querySelectorAll("[role=option]")];
  const timers = new WeakMap();
  let asked = 0;

  function close({ input, list }) {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(p, option) {
    options(p.list).forEach((el) => el.setAttribute("aria-selected", String(el === option)));
    if (!option) return;
    p.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  function choose(p, option) {
    if (option.dataset.url) { location.assign(option.dataset.url); return; }
    p.value.value = option.dataset.value;
    p.input.value = option.dataset.label;
    close(p);
    p.value.dispatchEvent(new Event("change", { bubbles: true }));
  }
  async function ask(p) {
    const words = p.input.value.trim();
    const mine = ++asked;
    if (words.length < 2) { close(p); return; }
    // Posted, so that what is typed stands in no address, log or history.
    const body = new FormData();
    body.set("q", words);
    const headers = { "HX-Request": "true", "X-CSRFToken": token(p.box) };
    let html = "";
    try {
      const answer = await fetch(p.box.dataset.picker, { method: "POST", body, headers, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      html = await answer.text();
    } catch { close(p); return; }
    if (mine !== asked) return; // a later question has been asked
    p.list.innerHTML = html;
    const found = options(p.list);
    found.forEach((el, n) => { el.id = `${p.list.id}_${n}`; });
    p.state.textContent = found.length ? `${p.state.dataset.found}: ${found.length}` : p.state.dataset.none;
    p.list.hidden = !found.length;
    p.input.setAttribute("aria-expanded", String(found.length > 0));
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[role=combobox]")) return;
    const p = parts(event.target);
    if (!p) return;
    p.value.value = "";
    clearTimeout(timers.get(p.box));
    timers.set(p.box, setTimeout(() => ask(p), 180));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("[role=combobox]")) return;
    const p = parts(event.target);
    if (!p || p.list.hidden) return;
    const found = options(p.list);
    const at = found.findIndex((el) => el.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") { event.preventDefault(); mark(p, found[(at + 1) % found.length]); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(p, found[at > 0 ? at - 1 : found.length - 1]); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(p, found[at]); }
    else if (event.key === "Escape") { close(p); }
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest && event.target.closest("[data-picker] [role=option]");
    if (!option) return;
    event.preventDefault();
    choose(parts(option), option);
  });
  document.addEventListener("focusout", (event) => {
    const p = event.target.matches("[role=combobox]") && parts(event.target);
    if (p) setTimeout(() => close(p), 150);
  });
})();
