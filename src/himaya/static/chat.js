// A chat, on the child's page and in the counsellor's pane. Everything works without this file; with it what is written
// goes at once, is sent again until the server has it, and what is new shows by itself. Only what is not sent yet waits on
// the device, in this tab, closed with a key that only the page knows.
(() => {
  "use strict";
  const NAME = "hm-unsent", HELD_OPEN = 20000, SOON = 3000, ASKED = 4000, PATIENCE = 15000, TYPING = 6000;
  const uuid = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const tooLong = (words, most) => words.length > 2 * most || [...words].length > most;

  // What waits on the device, closed.
  function locker(seal) {
    if (!seal || !crypto.subtle || !window.sessionStorage) return { keep() {}, async found() { return []; } };
    const bytes = Uint8Array.from(seal.match(/../g), (pair) => parseInt(pair, 16));
    const key = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    return {
      async keep(unsent) {
        if (!unsent.length) { sessionStorage.removeItem(NAME); return; }
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const text = new TextEncoder().encode(JSON.stringify(unsent.map(({ key, words }) => ({ key, words }))));
        const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, text);
        try { sessionStorage.setItem(NAME, JSON.stringify([[...iv], [...new Uint8Array(sealed)]])); } catch { /* full: the page holds it */ }
      },
      async found() {
        try {
          const [iv, sealed] = JSON.parse(sessionStorage.getItem(NAME)).map((part) => Uint8Array.from(part));
          const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, sealed);
          return JSON.parse(new TextDecoder().decode(open));
        } catch { sessionStorage.removeItem(NAME); return []; }
      },
    };
  }

  function start(box) {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    const said = box.dataset, part = (name) => box.querySelector(`[data-${name}]`);
    const list = part("lines"), form = box.querySelector(".hm-say"), field = form && form.querySelector("textarea");
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    const shelf = locker(said.seal), unsent = [], sent = [];
    let last = Number(said.last), asking = false, again = false, sending = false, wait = 1000, typedAt = 0, source, timer, quiet;

    async function post(url, fields) {
      const body = new FormData(), stop = new AbortController();
      body.append("csrfmiddlewaretoken", token);
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      const late = setTimeout(() => stop.abort(), PATIENCE);
      try { return await fetch(url, { method: "POST", body, credentials: "same-origin", signal: stop.signal }); } finally { clearTimeout(late); }
    }
    function trouble(text) { part("trouble").textContent = text; }

    // --- what is new ---
    async function ask() {
      if (asking) { again = true; return; }
      asking = true;
      clearTimeout(timer);
      const seen = document.visibilityState === "visible";
      let fresh = false; // shown just now: soon the other side knows that it was read
      try {
        const answer = await post(said.news, { after: last, read: seen ? last : 0, typing: isTyping() ? "on" : "" });
        if (answer.status === 410 || answer.redirected) { location.reload(); return; }
        if (answer.ok) fresh = show(await answer.json()) && seen;
      } catch { /* no connection: asked again below */ }
      asking = false;
      if (again) { again = false; ask(); } else timer = setTimeout(ask, fresh ? SOON : isRung() ? HELD_OPEN : ASKED);
    }
    // Whether what is new is told to this page: by its own stream, or by the one of every page of staff.
    function isRung() { return source ? source.readyState === 1 : Boolean(document.querySelector("[data-events]")); }
    function isTyping() { return Boolean(field && field.value && Date.now() - typedAt < TYPING); }
    function show(news) {
      if (said.stands && news.stands !== said.stands && !["waits", "talks"].includes(news.stands)) { location.reload(); return false; }
      said.stands = news.stands;
      const low = list.scrollHeight - list.scrollTop - list.clientHeight < 80, more = news.last > last;
      if (more) {
        last = news.last;
        while (sent.length && sent[0].number <= last) sent.shift().line.remove();
        list.insertAdjacentHTML("beforeend", news.items);
        sent.concat(unsent).forEach((one) => list.append(one.line));
      }
      part("status").textContent = news.status;
      part("typing").hidden = !news.typing;
      clearTimeout(quiet);
      if (news.typing) quiet = setTimeout(() => { part("typing").hidden = true; }, 8000);
      list.querySelectorAll("[data-own]").forEach((line) => {
        const mark = line.querySelector("[data-mark]"), n = Number(line.dataset.n);
        mark.textContent = n <= news.read ? said.wordRead : n <= news.got ? said.wordGot : "";
      });
      if (form) form.hidden = !news.open;
      if (low) list.scrollTop = list.scrollHeight;
      return more;
    }

    // --- what is said ---
    function draw(one) {
      one.line = document.createElement("li");
      one.line.className = "hm-said hm-own hm-unsent";
      const words = document.createElement("span"), mark = document.createElement("small");
      words.className = "hm-words";
      words.textContent = one.words;
      one.line.append(words, mark);
      list.append(one.line);
      list.scrollTop = list.scrollHeight;
      unsent.push(one);
    }
    function say(event) {
      if (event.submitter && event.submitter.name === "look") return;
      if (form.querySelector("[type=file]")?.files.length) return; // a file goes as a form
      event.preventDefault();
      const words = field.value;
      if (!words.trim()) return;
      if (tooLong(words, Number(said.longest))) { trouble(said.wordLong); return; }
      trouble("");
      draw({ key: uuid(), words });
      field.value = "";
      field.focus();
      shelf.keep(unsent);
      flush();
    }
    // The server has it: it stands where it was drawn, unless the other side wrote meanwhile.
    function settle(one) {
      one.line.classList.remove("hm-unsent");
      one.line.lastChild.textContent = "";
      if (one.number !== last + 1) { sent.push(one); ask(); return; }
      last = one.number;
      one.line.dataset.n = String(last);
      one.line.dataset.own = "";
      one.line.lastChild.dataset.mark = "";
    }
    async function flush() {
      if (sending || !unsent.length) return;
      sending = true;
      const one = unsent[0];
      try {
        const answer = await post(said.say, { key: one.key, words: one.words });
        if (answer.ok && !answer.redirected) {
          one.number = (await answer.json()).number;
          unsent.shift();
          wait = 1000;
          settle(one);
        } else if ([400, 409, 413].includes(answer.status)) {
          const told = await answer.json().catch(() => ({}));
          unsent.shift();
          trouble(told.error || said.wordRefused);
          if (field) { one.line.remove(); field.value = [one.words, field.value].filter(Boolean).join("\n"); }
        } else throw new Error(String(answer.status));
        shelf.keep(unsent);
      } catch {
        one.line.lastChild.textContent = said.wordWait;
        wait = Math.min(wait * 2, PATIENCE);
      }
      sending = false;
      if (unsent.length) setTimeout(flush, wait);
    }

    // --- what is being typed ---
    let keeping, keptAt = 0;
    function typed() {
      const first = Date.now() - typedAt > TYPING / 2;
      typedAt = first || !typedAt ? Date.now() : typedAt;
      if (!said.draftUrl) { if (first) ask(); return; }
      clearTimeout(keeping);
      keeping = setTimeout(draft, Date.now() - keptAt > 3000 ? 0 : 1000);
    }
    function draft() {
      keptAt = Date.now();
      if (!tooLong(field.value, Number(said.longest))) post(said.draftUrl, { words: field.value }).catch(() => {});
    }

    function listen() {
      if (!said.live || !window.EventSource) return;
      source = new EventSource(said.live, { withCredentials: true });
      source.onmessage = ask;
      source.onopen = ask;
    }

    if (form) {
      form.addEventListener("submit", say);
      field.addEventListener("input", typed);
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
      });
    }
    document.addEventListener("click", (event) => {
      const ready = event.target.closest && event.target.closest("[data-canned]");
      if (!ready || !field) return;
      field.value = [field.value, ready.dataset.canned].filter(Boolean).join(" ");
      field.focus();
    });
    document.addEventListener("live:chat", ask);
    document.addEventListener("visibilitychange", ask);
    addEventListener("online", () => { wait = 1000; flush(); ask(); });
    addEventListener("pagehide", () => {
      if (source) source.close();
      if (document.body.hidden) sessionStorage.clear(); // left quickly
    });
    shelf.found().then((kept) => {
      kept.forEach(draw);
      if (field && kept.some((one) => one.words === field.value)) field.value = ""; // it was typed, and is being sent
      flush();
    });
    list.scrollTop = list.scrollHeight;
    listen();
    ask();
  }

  const startAll = () => document.querySelectorAll("[data-chat]").forEach(start);
  document.addEventListener("htmx:after:swap", startAll);
  startAll();
})();
