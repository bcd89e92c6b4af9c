// What pages do beyond plain HTML. Everything works without this file; it only makes things quicker and safer.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
  const words = () => document.body.dataset;

  // --- Saying things -------------------------------------------------------------------------------------
  function toast(text, url) {
    const box = document.querySelector("[data-toasts]");
    if (!box) return;
    const item = document.createElement(url ? "a" : "p");
    item.className = "hm-toast";
    item.textContent = text;
    if (url && new URL(url, location.href).origin === location.origin) item.href = url;
    box.append(item);
    setTimeout(() => item.remove(), 8000);
  }

  // A browser cuts a paste that does not fit, and says nothing. Here it is refused whole, and the field is named.
  function pasted(event) {
    const field = event.target;
    const text = event.clipboardData?.getData("text") ?? "";
    if (!(field.maxLength > 0) || field.selectionStart === null) return;
    const stays = field.value.length - (field.selectionEnd - field.selectionStart);
    if (stays + text.length <= field.maxLength) return;
    event.preventDefault();
    toast(`${field.labels?.[0]?.innerText ?? ""}: ${words().tooLong} ${field.maxLength}`);
  }

  // --- Leaving quickly -----------------------------------------------------------------------------------
  let escapes = [];
  function leave(link) {
    document.body.hidden = true;
    const wipe = link.dataset.wipe;
    if (wipe) navigator.sendBeacon(wipe);
    location.replace(link.dataset.quickExit);
  }
  function countEscapes() {
    const link = document.querySelector("[data-quick-exit]");
    if (!link) return;
    const now = Date.now();
    escapes = [...escapes.filter((at) => now - at < 1500), now];
    if (escapes.length >= 3) leave(link);
  }

  // --- Keys ----------------------------------------------------------------------------------------------
  let lastKey = "";
  function shortcuts(event) {
    if (event.key === "Escape") return countEscapes();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest && event.target.closest("form[data-once]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") throughHits(event);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const before = lastKey;
    lastKey = event.key;
    if (event.key === "/") return act(event, () => document.getElementById("search")?.focus());
    if (event.key === "?") return act(event, () => document.getElementById("keys")?.showModal());
    if (before === "g" && event.key === "h") return act(event, () => document.querySelector(".hm-brand")?.click());
    const wanted = all("[data-key]").find((el) => el.dataset.key === event.key && el.offsetParent);
    if (wanted) act(event, () => wanted.click());
  }
  // From a search box down through what was found, and back up.
  function throughHits(event) {
    const found = document.querySelector("[data-hits]");
    const box = found && document.getElementById(found.dataset.hits);
    if (!box || (event.target !== box && !found.contains(event.target))) return;
    const stops = [box, ...all("[data-hit]", found)];
    const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) act(event, () => next.focus());
  }
  function act(event, run) { event.preventDefault(); run(); }

  // --- Forms: once, and never lost -----------------------------------------------------------------------
  function once(event) {
    const form = event.target;
    if (!form.matches("form[data-once]") || form.method === "dialog" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (!navigator.onLine) { event.preventDefault(); showOffline(); return; }
    form.dataset.sent = "yes";
    form.dispatchEvent(new CustomEvent("draft:sent", { bubbles: true }));
    all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-busy", "true"));
  }
  function again() {
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
    });
  }

  const pending = new Map();
  async function saveDraft(form) {
    clearTimeout(pending.get(form));
    pending.delete(form);
    const state = form.querySelector("[data-draft-state]");
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, credentials: "same-origin", keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = new Date();
      const time = [now.getHours(), now.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
      if (state) state.textContent = `${words().saved} ${time}`;
      form.dispatchEvent(new CustomEvent("draft:sent", { bubbles: true }));
    } catch {
      if (state) state.textContent = words().notSaved;
      const detail = [...body].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
      form.dispatchEvent(new CustomEvent("draft:unsent", { bubbles: true, detail }));
      pending.set(form, setTimeout(() => saveDraft(form), 10000));
    }
  }
  function typed(event) {
    const form = event.target.closest && event.target.closest("form[data-draft]");
    if (!form || form.dataset.sent) return;
    clearTimeout(pending.get(form));
    pending.set(form, setTimeout(() => saveDraft(form), 1200));
  }
  function flushDrafts() { [...pending.keys()].filter((form) => !form.dataset.sent).forEach(saveDraft); }

  // --- Clocks --------------------------------------------------------------------------------------------
  function spell(seconds) {
    const [d, h, min] = words().units.split(",");
    const two = seconds >= 259200 ? [[Math.floor(seconds / 86400), d]] : seconds >= 86400
      ? [[Math.floor(seconds / 86400), d], [Math.floor((seconds % 86400) / 3600), h]]
      : [[Math.floor(seconds / 3600), h], [Math.floor((seconds % 3600) / 60), min]];
    return two.filter(([n]) => n).map(([n, unit]) => `${n}\u00a0${unit}`).join(" ") || `1\u00a0${min}`;
  }
  const ahead = new Date(words().now || Date.now()) - Date.now(); // the server's time, whatever the device's
  function tick() {
    all("time[data-due]").forEach((el) => {
      const left = (new Date(el.dateTime) - Date.now() - ahead) / 1000;
      el.textContent = (left > 0 ? words().left : words().overdue).replace("%(time)s", spell(Math.abs(left)));
      const clock = el.closest(".hm-clock");
      if (clock && left <= 0) { clock.classList.remove("hm-tone-calm", "hm-tone-watch"); clock.classList.add("hm-tone-bad"); }
    });
  }

  // --- No connection -------------------------------------------------------------------------------------
  function showOffline() {
    const note = document.querySelector("[data-offline]");
    if (note) note.hidden = navigator.onLine;
    if (navigator.onLine) flushDrafts();
  }

  // --- Live notices --------------------------------------------------------------------------------------
  // The stream rings: the page then asks what is new, or opens what was told with it. Every ring is also sent to the page as
  // `live:NAME`, so that a list can refresh itself: hx-trigger="live:notice from:document".
  function listen() {
    const told = document.querySelector("[data-events]")?.dataset, url = told?.events;
    if (!url || !window.EventSource) return;
    let source, wait = 1000;
    const open = () => {
      source = new EventSource(url, { withCredentials: true });
      // What came while it was not open is not told again: who shows something that may be missing asks.
      source.onopen = () => { wait = 1000; told.hears = "yes"; ring("open"); };
      source.onerror = () => {
        delete told.hears;
        if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
        setTimeout(open, wait);
        wait = Math.min(wait * 2, 60000);
      };
      source.onmessage = (event) => arrived(event.data);
    };
    open();
    addEventListener("pagehide", () => source.close());
  }
  const ring = (name, of, told) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail: { of, told } }));
  async function arrived(text) {
    let name, of, told;
    try { ({ name, of, told } = JSON.parse(text)); } catch { return; }
    ring(name, of, told);
    if (name !== "notice") return;
    const answer = await fetch(document.querySelector("[data-bell]").dataset.bell, { credentials: "same-origin" });
    if (!answer.ok || !answer.headers.get("content-type").includes("json")) return;
    const news = await answer.json();
    all("[data-unread]").forEach((el) => { el.textContent = news.unread; el.hidden = !news.unread; });
    if (news.text) toast(news.text, news.url);
  }

  // --- Small buttons -------------------------------------------------------------------------------------
  function clicked(event) {
    const el = event.target.closest && event.target.closest("[data-quick-exit],[data-open],[data-copy],[data-take],[data-put],[data-kind],[data-back],[data-print]");
    if (!el) return;
    const data = el.dataset;
    if (data.quickExit) act(event, () => leave(el));
    else if (data.open) document.getElementById(data.open)?.showModal();
    else if ("copy" in data) navigator.clipboard.writeText(data.copy).then(() => toast(data.done));
    else if (data.put) act(event, () => putIn(document.getElementById(data.into), data.put));
    else if ("take" in data) takeTheirs(document.getElementById(data.into), data.take);
    else if ("back" in data && history.length > 1) act(event, () => history.back());
    else if ("print" in data) print();
    else if ("kind" in data) filterStory(el);
  }
  function takeTheirs(into, value) {
    const choice = into.querySelector(`input[value="${CSS.escape(value)}"]`);
    if (choice) choice.checked = true; else into.value = value;
    (choice || into).dispatchEvent(new Event("input", { bubbles: true }));
    (choice || into).focus();
  }
  function putIn(into, text) { // a ready text is added to what stands there
    into.value = [into.value.trim(), text].filter(Boolean).join("\n");
    into.dispatchEvent(new Event("input", { bubbles: true }));
    into.focus();
  }
  function filterStory(button) {
    const group = button.closest(".hm-filter");
    all("[data-kind]", group).forEach((el) => el.setAttribute("aria-pressed", String(el === button)));
    all("[data-kind-of]", group.nextElementSibling).forEach((el) => {
      el.hidden = Boolean(button.dataset.kind) && el.dataset.kindOf !== button.dataset.kind;
    });
  }
  function centre(view) {
    const about = view.querySelector(".hm-draw-index, .hm-draw-today");
    if (!about) return;
    const [mine, room] = [about.getBoundingClientRect(), view.getBoundingClientRect()];
    if (about.matches(".hm-draw-today") && mine.right < room.right) return; // in sight: the names stay so too
    view.scrollLeft += mine.left + mine.width / 2 - room.left - room.width / 2;
    view.scrollTop += mine.top + mine.height / 2 - room.top - room.height / 2;
  }
  function arrange(from = document) {
    from.querySelector("[data-focus]")?.focus();
    all(".hm-drawing-view", from).forEach(centre);
    tick();
  }

  document.addEventListener("keydown", shortcuts);
  document.addEventListener("submit", once);
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("paste", pasted);
  document.addEventListener("click", clicked);
  document.addEventListener("draft:restored", () => toast(words().restored));
  document.addEventListener("htmx:after:request", again);
  document.addEventListener("htmx:after:swap", (event) => arrange(event.target instanceof Element ? event.target : document));
  addEventListener("pageshow", again);
  addEventListener("pagehide", flushDrafts);
  addEventListener("online", showOffline);
  addEventListener("offline", showOffline);
  setInterval(tick, 30000);
  arrange();
  listen();
})();
