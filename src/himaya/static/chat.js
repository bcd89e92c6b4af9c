// A chat, on the child's page and in the counsellor's pane. Everything works without this file; with it what is written
// goes at once, is sent again until the server has it, and what is new shows by itself. Only what is not sent yet waits on
// the device, in this tab, closed with a key that only the page knows.
(() => {
  "use strict";
  const NAME = "hm-unsent", HELD_OPEN = 20000, SOON = 8000, LIVELY = 1500, ASKED = 4000, PATIENCE = 15000;
  const TYPING = 6000, TYPED = 3000, HINT = 8000, A_WHILE = 120000, WHOLE = 240000;
  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const uuid = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const tooLong = (words, most) => words.length > 2 * most || [...words].length > most;

  // What waits on the device, closed.
  function locker(seal) {
    if (!seal || !crypto.subtle || !window.sessionStorage) return { keep() {}, async found() { return []; } };
    const key = crypto.subtle.importKey("raw", bytesOf(seal), "AES-GCM", false, ["encrypt", "decrypt"]);
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

  // What the stream tells together with its ring is closed for this page alone; a page that cannot open it asks.
  function opener(ear) {
    if (!ear || !crypto.subtle) return null;
    const key = crypto.subtle.importKey("raw", bytesOf(ear), "AES-GCM", false, ["decrypt"]);
    return async (told) => {
      const closed = Uint8Array.from(atob(told), (sign) => sign.charCodeAt(0));
      const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: closed.slice(0, 12) }, await key, closed.slice(12));
      return JSON.parse(new TextDecoder().decode(open));
    };
  }

  // Signs of pages that hear their stream: to the process of events itself, for all chats of the page in one.
  async function give(live, boxes) {
    const url = new URL(live, location.href), body = new URLSearchParams(url.search);
    boxes.forEach((box) => body.append("sign", box.sign()));
    const late = new AbortController(), timer = setTimeout(() => late.abort(), PATIENCE);
    url.search = "";
    try {
      const answer = await fetch(url, { method: "POST", body, credentials: "omit", signal: late.signal });
      return answer.ok ? await answer.json() : {};
    } finally { clearTimeout(timer); }
  }

  async function post(url, fields) {
    const body = new FormData(), stop = new AbortController();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
    for (const [name, value] of fields) body.append(name, value);
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try { return await fetch(url, { method: "POST", body, credentials: "same-origin", signal: stop.signal }); } finally { clearTimeout(late); }
  }

  // What is new: however many chats a page shows, it asks one question for all of them.
  const desks = new Map();
  function desk(url) {
    if (desks.has(url)) return desks.get(url);
    let boxes = [], asking = false, again = false, timer;
    const rest = () => { clearTimeout(timer); timer = setTimeout(sign, Math.min(...boxes.map((box) => box.pause()))); };
    // The page is there, and has read so far. Where the answer tells of more than the page knows, it asks.
    async function sign() {
      boxes = boxes.filter((box) => box.stands());
      const live = boxes.length && boxes.every((box) => box.isCurrent()) && boxes[0].live();
      if (asking || !live) { ask(); return; }
      asking = true;
      const told = boxes.map((box) => [box, box.tell()]);
      let known = false;
      try {
        const noted = await give(live, boxes);
        known = told.map(([box, one]) => box.noted(one, noted[box.of])).every(Boolean);
      } catch { /* no connection: asked as if there were no stream */ }
      asking = false;
      if (again || !known) ask(); else rest();
    }
    async function ask() {
      if (asking) { again = true; return; }
      boxes = boxes.filter((box) => box.stands());
      if (!boxes.length) return;
      asking = true;
      again = false;
      clearTimeout(timer);
      const told = boxes.map((box) => box.tell());
      try {
        const answer = await post(url, told.flatMap((one) => one.fields));
        if (answer.status === 410 || answer.redirected) { location.reload(); return; }
        if (answer.ok) {
          const { chats } = await answer.json();
          told.forEach((one) => { if (chats[one.of]) one.heard(chats[one.of]); });
        }
      } catch { /* no connection: asked again below */ }
      asking = false;
      if (again) ask(); else rest();
    }
    desks.set(url, {
      ask,
      sign,
      // A message was answered with what is new; the other chats of the page still want their sign.
      answered() { if (boxes.length === 1 && !asking) rest(); },
      rest() { if (!asking) rest(); },
      join(box) { boxes.push(box); rest(); }, // what it shows is new; the stream, as it opens, lets it give its sign
      rung(name, of, told) {
        const heard = boxes.filter((box) => !of || box.of === of);
        if (name === "typing") heard.forEach((box) => box.types());
        else if (name === "marks") heard.forEach((box) => box.marks(...told.split("-").map(Number)));
        else if (told && heard.every((box) => box.opens)) heard.forEach((box) => box.told(told));
        else if (name === "chat" && heard.length) ask();
        else sign(); // the stream was opened anew: whether something was missed, the answer tells
      },
    });
    return desks.get(url);
  }

  function start(box) {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    const said = box.dataset, of = said.chat, part = (name) => box.querySelector(`[data-${name}]`);
    const list = part("lines"), form = box.querySelector(".hm-say"), field = form && form.querySelector("textarea");
    const shelf = locker(said.seal), unsent = [], early = [], here = desk(said.news);
    const opens = opener(said.ear);
    let last = Number(said.last), got = 0, read = 0, shown = 0, sending = false, wait = 1000, source, quiet;
    let gone = "gone" in said, askedAt = Date.now(), turn = Promise.resolve();
    let typedAt = 0, movedAt = Date.now(), kept = field ? field.value : "", keptAt = 0, keeping = 0;

    function trouble(text) { part("trouble").textContent = text; }

    // --- what is new ---
    const isSeen = () => document.visibilityState === "visible";
    const isTyping = () => Boolean(field && field.value && Date.now() - typedAt < TYPING);
    // Whether what is new is told to this page: by its own stream, or by the one of every page of staff.
    const isRung = () => (source ? source.readyState === 1 : Boolean(document.querySelector("[data-hears]")));
    const sign = () => `${of}:${last}:${isSeen() ? last : shown}:${isTyping() ? 1 : 0}`;
    // How long until the next question: soon, while the other side does not know yet that this was read; often, while a
    // page that hears nothing sees a lively chat.
    function pause() {
      if (!isRung()) return Date.now() - movedAt < A_WHILE ? LIVELY : ASKED;
      return isSeen() && shown < last ? SOON : HELD_OPEN;
    }
    const drafts = () => "drafts" in said && field && field.value !== kept && !tooLong(field.value, Number(said.longest));
    // Whether a sign is enough: two are talking, the stream is open, nothing typed is to be kept, and the page asked for
    // everything not long ago (its cookie or session lasts as long as it asks now and then).
    const isCurrent = () => isRung() && ["", "talks"].includes(said.stands) && !drafts() && Date.now() - askedAt < WHOLE;
    const live = () => said.live || document.querySelector("[data-events]")?.dataset.events;
    // What the server does not know yet; and what is done once it does.
    function tell() {
      const fields = [["sign", sign()]], upTo = isSeen() ? last : shown, words = field ? field.value : "", keeps = drafts();
      if (keeps) fields.push(["words", words]);
      return { of, fields, upTo, heard(news) { shown = Math.max(shown, upTo); askedAt = Date.now(); if (keeps) kept = words; show(news); } };
    }
    // A sign was noted; whether the page knows all there is.
    function noted({ upTo }, stands) {
      if (!stands) return false;
      const [number, itGot, itRead, quietFor] = stands;
      shown = Math.max(shown, upTo);
      marks(itGot, itRead);
      return number <= last && quietFor > Number(said.lost) === gone;
    }
    // A line came with the ring. Only the one that follows is shown; while something of one's own is on its way, which may
    // stand before it, it waits for that answer. What is missing otherwise, the page asks for.
    function told(closed) {
      turn = turn.then(() => opens(closed)).then(place).catch(() => here.ask());
    }
    function place(one) {
      if (one.n <= last) return;
      if (one.n !== last + 1 && sending) { early.push(one); return; }
      if (one.n !== last + 1 || !["", "talks"].includes(said.stands)) { here.ask(); return; }
      const low = isLow(), line = part("line").content.firstElementChild.cloneNode(true), time = line.querySelector("time");
      line.dataset.n = one.n;
      line.querySelector(".hm-words").textContent = one.words;
      time.textContent = one.time;
      time.dateTime = one.at;
      list.append(line);
      unsent.forEach((waits) => list.append(waits.line));
      last = one.n;
      movedAt = Date.now();
      gone = false;
      part("status").textContent = said.wordHere;
      part("typing").hidden = true;
      marks(one.got, one.read);
      if (low) list.scrollTop = list.scrollHeight;
      here.rest();
    }
    const isLow = () => list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    function show(news) {
      if (said.stands && news.stands !== said.stands && !["waits", "talks"].includes(news.stands)) { location.reload(); return; }
      said.stands = news.stands;
      const low = isLow();
      if (news.last > last) {
        const fresh = document.createElement("template");
        fresh.innerHTML = news.items;
        // two answers may cross on their way: a line that stands here does not come twice
        [...fresh.content.children].forEach((line) => { if (Number(line.dataset.n) > last) list.append(line); });
        unsent.forEach((one) => list.append(one.line));
        last = news.last;
        movedAt = Date.now();
      }
      gone = news.gone;
      part("status").textContent = news.status;
      if (news.typing) types(); else part("typing").hidden = true;
      marks(news.got, news.read);
      if (form) form.hidden = !news.open;
      if (low) list.scrollTop = list.scrollHeight;
    }
    // How far the other side has got and read.
    function marks(itGot, itRead) {
      got = Math.max(got, itGot);
      read = Math.max(read, itRead);
      list.querySelectorAll("[data-own]").forEach((line) => {
        const n = Number(line.dataset.n);
        line.querySelector("[data-mark]").textContent = n <= read ? said.wordRead : n <= got ? said.wordGot : "";
      });
    }
    function types() {
      clearTimeout(quiet);
      part("typing").hidden = false;
      quiet = setTimeout(() => { part("typing").hidden = true; }, HINT);
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
      movedAt = Date.now();
      shelf.keep(unsent);
      flush();
    }
    // The server has it: it stands where it was drawn, unless the other side wrote meanwhile. Then it comes with what is new.
    function settle(line, number) {
      if (number !== last + 1) { line.remove(); return; }
      if (shown === last) shown = number;
      last = number;
      line.classList.remove("hm-unsent");
      line.lastChild.textContent = "";
      line.dataset.n = String(last);
      line.dataset.own = "";
      line.lastChild.dataset.mark = "";
    }
    async function flush() {
      if (sending || !unsent.length) return;
      sending = true;
      const one = unsent[0], upTo = isSeen() ? last : shown;
      try {
        const answer = await post(said.say, [["key", one.key], ["words", one.words], ["sign", sign()]]);
        if (answer.ok && !answer.redirected) {
          const told = await answer.json();
          unsent.shift();
          wait = 1000;
          shown = Math.max(shown, upTo);
          askedAt = Date.now();
          settle(one.line, told.number);
          show(told.news);
          here.answered();
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
      early.splice(0).forEach(place);
      if (unsent.length) setTimeout(flush, wait);
    }

    // --- what is being typed: told with the next sign, which is given at once or after a moment ---
    function typed() {
      typedAt = Date.now();
      movedAt = typedAt;
      if (keeping) return;
      keeping = setTimeout(() => { keeping = 0; keptAt = Date.now(); here.sign(); }, Math.max(0, keptAt + TYPED - typedAt));
    }

    function listen() {
      if (!said.live || !window.EventSource) return;
      source = new EventSource(said.live, { withCredentials: true });
      source.onmessage = (event) => { const { name, told } = JSON.parse(event.data); here.rung(name, "", told); };
      source.onopen = () => here.rung("open", "");
    }

    if (form) {
      form.addEventListener("submit", say);
      field.addEventListener("input", typed);
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
      });
    }
    box.closest("[data-pane]")?.addEventListener("click", (event) => {
      const ready = event.target.closest("[data-canned]");
      if (!ready || !field) return;
      field.value = [field.value, ready.dataset.canned].filter(Boolean).join(" ");
      field.focus();
    });
    addEventListener("online", () => { wait = 1000; flush(); });
    addEventListener("pagehide", () => {
      if (source) source.close();
      if (document.body.hidden) sessionStorage.clear(); // left quickly
    });
    shelf.found().then((found) => {
      found.forEach(draw);
      if (field && found.some((one) => one.words === field.value)) field.value = ""; // it was typed, and is being sent
      flush();
    });
    list.scrollTop = list.scrollHeight;
    listen();
    here.join({ of, pause, tell, types, sign, isCurrent, live, noted, marks, told, opens, stands: () => box.isConnected });
  }

  const askAll = () => desks.forEach((one) => one.ask());
  for (const name of ["chat", "typing", "marks", "notice", "open"]) {
    document.addEventListener(`live:${name}`, (event) => desks.forEach((one) => one.rung(name, event.detail?.of || "", event.detail?.told)));
  }
  document.addEventListener("visibilitychange", askAll);
  addEventListener("online", askAll);
  const startAll = () => document.querySelectorAll("[data-chat]").forEach(start);
  document.addEventListener("htmx:after:swap", startAll);
  startAll();
})();
