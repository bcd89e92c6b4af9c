// Draws a methodologist's form over ODK's engine, which knows the form's rules: what is asked when, what is obligatory,
// what is worked out. The answers, as the form's own XML, stand in a text field of an ordinary form: it keeps itself as a
// draft and is sent like every other. The server checks everything again.
const place = document.querySelector("[data-xform]");
const form = place?.closest("form");
const kept = form?.querySelector("[data-xform-answers]");
const words = JSON.parse(place?.dataset.words || "{}");
const language = document.documentElement.lang.slice(0, 2);
let numbered = 0;
let drawn = null;

let pressing = false;
document.addEventListener("pointerdown", () => { pressing = true; }, true);
for (const over of ["pointerup", "pointercancel"]) {
  document.addEventListener(over, () => { setTimeout(() => { pressing = false; drawn?.released(); }); }, true);
}

// --- small tools ---------------------------------------------------------------------------------------------
function make(tag, attributes = {}, ...inside) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) el.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) el.setAttribute(name, value);
  }
  el.append(...inside.filter((one) => one !== null && one !== undefined));
  return el;
}
const text = (range) => range?.asString?.trim() ?? "";
const say = (template, value) => template.replace("%s", value);
const has = (node, ...names) => names.some((name) => node.appearances?.[name]);
const two = (number) => String(number).padStart(2, "0");

// Labels as the methodologist wrote them: bold, lists, links; never markup that could do anything.
const MARKUP = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "br", "div", "em", "li", "ol", "p", "span", "strong", "u", "ul"]);
function marked(nodes) {
  return nodes.flatMap((one) => {
    if (one.role === "child") return [document.createTextNode(one.value)];
    if (one.role === "html") return [document.createTextNode(one.unsafeHtml.replace(/<[^>]*>/g, ""))];
    if (one.role === "line-break") return [make("br")];
    if (one.elementName === "a" && /^https?:/.test(one.url ?? "")) {
      return [make("a", { href: one.url, rel: "noreferrer", target: "_blank" }, ...marked(one.children))];
    }
    const name = MARKUP.has(one.elementName) ? one.elementName.replace(/^h\d$/, "strong") : "span";
    return [make(name, {}, ...marked(one.children))];
  });
}
// Writes a label only where it changed, so that nothing is read out twice.
function write(el, range, more = "") {
  const now = text(range) + more;
  if (el.dataset.said === now) return;
  el.dataset.said = now;
  el.replaceChildren(...(range ? marked(range.formatted) : []), more);
  el.hidden = now === "";
}

// --- how answers are typed -----------------------------------------------------------------------------------
const DAY = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/;
function dayOf(typed) {
  const found = DAY.exec(typed.trim());
  if (!found) return null;
  const [day, month, year] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? `${found[3]}-${two(month)}-${two(day)}` : null;
}
const dayWords = (iso) => (/^\d{4}-\d\d-\d\d/.test(iso) ? iso.slice(0, 10).split("-").reverse().join(".") : "");
const TIME = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/;
function timeOf(typed) {
  const found = TIME.exec(typed.trim());
  return found ? `${two(Number(found[1]))}:${found[2]}` : null;
}
function zone() {
  const minutes = -new Date().getTimezoneOffset();
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
const number = (typed) => typed.trim().replace(",", ".");
// Each: what may be typed, how it is written down, how it is shown, and what to say where it cannot be read.
const TYPED = {
  int: { mode: "numeric", read: (typed) => (/^[+-]?\d{1,15}$/.test(typed.trim()) ? typed.trim() : null), show: String, wrong: words.whole },
  decimal: { mode: "decimal", read: (typed) => (/^[+-]?\d{1,15}(\.\d+)?$/.test(number(typed)) ? number(typed) : null), show: (value) => String(value).replace(".", ","), wrong: words.number },
  date: { mode: "numeric", read: dayOf, show: dayWords, wrong: words.day, hint: words.dayHint },
  time: { mode: "numeric", read: (typed) => { const time = timeOf(typed); return time && `${time}:00.000${zone()}`; }, show: (value) => value.slice(0, 5), wrong: words.time, hint: words.timeHint },
  dateTime: {
    mode: "text", wrong: words.moment, hint: words.momentHint,
    read(typed) { const [day, time] = typed.trim().split(/\s+/); const found = [dayOf(day ?? ""), timeOf(time ?? "")]; return found.every(Boolean) ? `${found[0]}T${found[1]}:00.000${zone()}` : null; },
    show: (value) => `${dayWords(value)} ${value.slice(11, 16)}`.trim(),
  },
  geopoint: {
    mode: "text", wrong: words.place, hint: words.placeHint,
    read(typed) { const parts = typed.trim().split(/[\s;]+/).map(number); return parts.length >= 2 && parts.length <= 4 && parts.every((one) => one !== "" && !Number.isNaN(Number(one))) && Math.abs(parts[0]) <= 90 && Math.abs(parts[1]) <= 180 ? [...parts, "0", "0"].slice(0, 4).join(" ") : null; },
    show: (value) => value.split(" ").slice(0, 2).join(" "),
  },
};
const PLAIN = { mode: "text", read: (typed) => typed, show: String, wrong: "" };

// --- one form ------------------------------------------------------------------------------------------------
class Drawn {
  constructor(root) {
    this.root = root;
    this.looked = new Set(); // questions whose mistakes are told: left once, or asked for by sending
    this.unread = new Map(); // what was typed and cannot be read, by node
    this.files = new Map();
    this.views = new Map();
    this.later = false;
  }

  // Everything as it now is. Cheap: what did not change is left alone.
  update() {
    this.later = false;
    this.children(place.querySelector("[data-xform-body]"), this.root);
    const summary = place.querySelector("[data-xform-wrong]");
    if (!summary.hidden) this.sum(summary, this.mistakes().length);
  }
  sum(summary, wrong) {
    summary.hidden = wrong === 0;
    summary.textContent = wrong ? say(words.wrong, wrong) : "";
  }
  // Not while a finger or a mouse is pressing: what appears or goes above would move the thing from under it.
  soon() {
    if (this.later) return;
    this.later = true;
    if (!pressing) queueMicrotask(() => this.update());
  }
  released() { if (this.later) this.update(); }
  changed() {
    this.soon();
    kept.value = this.root.instanceState.instanceXML;
    kept.dispatchEvent(new Event("input", { bubbles: true }));
  }

  children(box, node) {
    const drawn = (node.currentState.children ?? []).filter((one) => one.nodeType !== "model-value" && one.nodeType !== "attribute");
    const views = drawn.map((one) => this.view(one));
    const there = views.map((view) => view.el);
    [...box.children].filter((el) => !there.includes(el)).forEach((el) => el.remove());
    there.forEach((el, at) => { if (box.children[at] !== el) box.insertBefore(el, box.children[at] ?? null); });
    views.forEach((view, at) => view.update(at));
  }
  view(node) {
    if (!this.views.has(node.nodeId)) this.views.set(node.nodeId, this.draw(node));
    return this.views.get(node.nodeId);
  }
  draw(node) {
    const kind = node.nodeType;
    if (kind === "group") return this.group(node);
    if (kind === "repeat-instance") return this.entry(node);
    if (kind.startsWith("repeat-range")) return this.repeat(node);
    if (kind === "note") return this.note(node);
    return this.question(node);
  }

  group(node) {
    const legend = make("legend");
    const body = make("div");
    const el = make("fieldset", { class: "hm-fieldset" }, legend, body);
    return { el, update: () => {
      el.hidden = !node.currentState.relevant || !this.seen(node);
      write(legend, node.currentState.label);
      this.children(body, node);
    } };
  }
  // A group of nothing but what is worked out is not drawn.
  seen(node) {
    return (node.currentState.children ?? []).some((one) => !["model-value", "attribute"].includes(one.nodeType)
      && (one.nodeType !== "group" || this.seen(one)));
  }
  repeat(node) {
    const body = make("div");
    const name = () => text(node.currentState.label) || text(node.parent.currentState.label) || words.entry;
    const add = node.addInstances ? make("button", { type: "button", class: "btn" }) : null;
    add?.addEventListener("click", () => {
      node.addInstances();
      this.changed();
      this.update();
      body.lastElementChild?.querySelector("input, select, textarea")?.focus();
    });
    const el = make("div", { class: "hm-xform-repeat" }, body, add);
    return { el, update: () => {
      el.hidden = !node.currentState.relevant;
      if (add) add.textContent = say(words.add, name());
      this.children(body, node);
    } };
  }
  entry(node) {
    const heading = make("legend");
    const body = make("div");
    const range = node.parent;
    const remove = range.removeInstances ? make("button", { type: "button", class: "btn btn-sm" }, words.remove) : null;
    remove?.addEventListener("click", () => {
      if (!window.confirm(words.removeSure)) return;
      range.removeInstances(range.currentState.children.findIndex((one) => one.nodeId === node.nodeId));
      this.changed();
    });
    const el = make("fieldset", { class: "hm-fieldset hm-xform-entry" }, heading, body, remove);
    return { el, update: (at) => {
      const own = text(node.currentState.label) || text(range.currentState.label) || text(range.parent.currentState.label) || words.entry;
      heading.textContent = `${own} ${at + 1}`;
      this.children(body, node);
    } };
  }
  note(node) {
    const said = make("div");
    const hint = make("p", { class: "form-hint" });
    const value = make("p", { class: "hm-pre" });
    const el = make("div", { class: "hm-field" }, said, hint, value);
    return { el, update: () => {
      el.hidden = !node.currentState.relevant;
      write(said, node.currentState.label);
      write(hint, node.currentState.hint);
      value.textContent = node.currentState.instanceValue ?? "";
      value.hidden = !value.textContent;
    } };
  }

  // --- questions ---
  question(node) {
    const id = `q${(numbered += 1)}`;
    const control = this.control(node, id);
    const choices = control.choices;
    const label = make(choices ? "legend" : "label", { class: "form-label", for: choices ? null : id });
    const hint = make("div", { class: "form-hint", id: `${id}-hint` });
    const error = make("p", { class: "hm-error", id: `${id}-error`, hidden: true });
    const el = make(choices ? "fieldset" : "div", { class: "hm-field", id: choices ? id : null, tabindex: choices ? "-1" : null }, label, hint, control.el, error);
    el.addEventListener("focusout", (event) => {
      if (el.contains(event.relatedTarget)) return;
      this.looked.add(node.nodeId);
      this.soon();
    });
    return { el, node, update: () => {
      const state = node.currentState;
      el.hidden = !state.relevant;
      write(label, state.label, "");
      this.mark(label, state.required);
      write(hint, state.hint, control.hint ? ` ${control.hint}` : "");
      const wrong = this.looked.has(node.nodeId) ? this.wrong(node) : "";
      error.textContent = wrong;
      error.hidden = !wrong;
      const described = [hint.hidden ? "" : hint.id, wrong ? error.id : ""].filter(Boolean).join(" ");
      const field = choices ? el : control.field ?? control.el;
      if (described) field.setAttribute("aria-describedby", described); else field.removeAttribute("aria-describedby");
      for (const one of choices ? el.querySelectorAll("input") : [field]) {
        one.classList.toggle("is-invalid", Boolean(wrong));
        one.disabled = state.readonly;
      }
      if (!choices) field.setAttribute("aria-invalid", String(Boolean(wrong)));
      control.update();
    } };
  }
  mark(label, required) {
    const mark = label.querySelector(".hm-required");
    if (required && !mark) label.append(" ", make("span", { class: "hm-required", title: words.required }, make("span", { "aria-hidden": "true" }, "*"), make("span", { class: "visually-hidden" }, `(${words.required})`)));
    if (!required && mark) mark.remove();
  }
  // What is wrong with an answer, in the form's own words where it has some.
  wrong(node) {
    if (!node.currentState.relevant) return "";
    if (this.unread.has(node.nodeId)) return this.unread.get(node.nodeId);
    const found = node.validationState?.violation;
    if (!found) return "";
    return text(found.message) || (found.condition === "required" ? words.needed : words.impossible);
  }
  control(node, id) {
    if (node.nodeType === "select") return this.select(node, id);
    if (node.nodeType === "rank") return this.rank(node, id);
    if (node.nodeType === "range") return this.range(node, id);
    if (node.nodeType === "trigger") return this.trigger(node, id);
    if (node.nodeType === "upload") return this.upload(node, id);
    return this.input(node, id);
  }
  input(node, id) {
    const how = TYPED[node.valueType] ?? PLAIN;
    const lines = node.nodeOptions?.rows || (has(node, "multiline") ? 4 : 0) || (/^geo(trace|shape)$/.test(node.valueType) ? 3 : 0);
    const field = lines ? make("textarea", { class: "form-control", id, rows: lines })
      : make("input", { class: "form-control", id, type: "text", inputmode: has(node, "numbers") ? "numeric" : how.mode, autocomplete: "off" });
    // While one types, what can be read is taken at once; that it cannot be read is said when one has finished.
    const take = (finished) => {
      const value = field.value.trim() === "" ? "" : how.read(field.value);
      if (value === null && !finished) return;
      if (value === null) this.unread.set(node.nodeId, how.wrong); else this.unread.delete(node.nodeId);
      if (value === null) this.looked.add(node.nodeId);
      this.give(node, value ?? "");
    };
    field.addEventListener("input", () => take(false));
    if (how !== PLAIN) field.addEventListener("change", () => take(true));
    const update = () => {
      if (document.activeElement === field || this.unread.has(node.nodeId)) return;
      const value = node.currentState.instanceValue ?? "";
      const shown = value === "" ? "" : how.show(value);
      if (field.value !== shown) field.value = shown;
    };
    if (node.valueType !== "geopoint" || !navigator.geolocation) return { el: field, field, hint: how.hint, update };
    const here = make("button", { type: "button", class: "btn" }, words.here);
    here.addEventListener("click", () => this.locate(node, here));
    return { el: make("div", { class: "hm-pair" }, field, here), field, hint: how.hint, update };
  }
  locate(node, button) {
    button.setAttribute("aria-busy", "true");
    const done = (what) => { button.removeAttribute("aria-busy"); what(); this.changed(); };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done(() => {
        this.unread.delete(node.nodeId);
        this.give(node, [coords.latitude, coords.longitude, coords.altitude ?? 0, coords.accuracy ?? 0].join(" "));
      }),
      () => done(() => { this.unread.set(node.nodeId, words.noPlace); this.looked.add(node.nodeId); }),
      { enableHighAccuracy: true, timeout: 20000 },
    );
  }
  give(node, value) {
    try {
      node.setValue(value === "" && TYPED[node.valueType] ? null : value);
    } catch {
      this.unread.set(node.nodeId, (TYPED[node.valueType] ?? {}).wrong || words.impossible);
    }
    this.changed();
  }
  select(node, id) {
    const several = node.selectType === "select";
    const long = !several && (has(node, "minimal", "autocomplete", "search") || node.currentState.valueOptions.length > 12);
    return long ? this.list(node, id) : this.boxes(node, id, several);
  }
  list(node, id) {
    const field = make("select", { class: "form-select", id });
    field.addEventListener("change", () => { node.selectValue(field.value || null); this.changed(); });
    return { el: field, field, update: () => {
      const options = [["", words.choose], ...node.currentState.valueOptions.map((one) => [one.value, text(one.label) || one.value])];
      const now = JSON.stringify(options);
      if (field.dataset.options !== now) {
        field.dataset.options = now;
        field.replaceChildren(...options.map(([value, label]) => make("option", { value }, label)));
      }
      field.value = node.currentState.value[0] ?? "";
    } };
  }
  boxes(node, id, several) {
    const el = make("div", { class: "hm-choices" });
    const shown = new Map();
    el.addEventListener("change", () => {
      const chosen = [...el.querySelectorAll("input:checked")].map((one) => one.value);
      if (several) node.selectValues(chosen); else node.selectValue(chosen[0] ?? null);
      this.changed();
    });
    return { el, choices: true, update: () => {
      const options = node.currentState.valueOptions;
      const here = options.map((one) => {
        if (!shown.has(one.value)) {
          const input = make("input", { type: several ? "checkbox" : "radio", class: "form-check-input", name: id, value: one.value, form: "" });
          const said = make("span", { class: "form-check-label" });
          shown.set(one.value, { input, said, label: make("label", { class: "form-check" }, input, said) });
        }
        const box = shown.get(one.value);
        write(box.said, one.label);
        if (box.said.hidden) { box.said.hidden = false; box.said.textContent = one.value; }
        box.input.checked = node.currentState.value.includes(one.value);
        return box.label;
      });
      if (here.length !== el.children.length || here.some((label, at) => el.children[at] !== label)) el.replaceChildren(...here);
      el.dataset.empty = String(options.length === 0);
    } };
  }
  rank(node, id) {
    const el = make("ol", { class: "hm-xform-rank", id, tabindex: "-1" });
    const move = (at, by) => {
      const order = this.order(node);
      const [one] = order.splice(at, 1);
      order.splice(at + by, 0, one);
      node.setValues(order);
      this.changed();
      this.update();
      el.children[at + by]?.querySelector(`button[data-by="${by}"]:not(:disabled), button`)?.focus();
    };
    return { el, choices: true, update: () => {
      const order = this.order(node);
      const now = JSON.stringify([order, order.map((value) => text(node.getValueLabel(value)))]);
      if (el.dataset.order === now) return;
      el.dataset.order = now;
      el.replaceChildren(...order.map((value, at) => {
        const label = text(node.getValueLabel(value)) || value;
        const button = (by, what, off) => {
          const made = make("button", { type: "button", class: "btn btn-sm", "data-by": by, "aria-label": `${what}: ${label}`, disabled: off }, by < 0 ? "↑" : "↓");
          made.addEventListener("click", () => move(at, by));
          return made;
        };
        return make("li", {}, make("span", {}, label), " ", button(-1, words.up, at === 0), " ", button(1, words.down, at === order.length - 1));
      }), ...(node.currentState.value.length ? [] : [this.asItStands(node)]));
    } };
  }
  order(node) {
    const chosen = node.currentState.value;
    return [...chosen, ...node.currentState.valueOptions.map((one) => one.value).filter((value) => !chosen.includes(value))];
  }
  asItStands(node) {
    const button = make("button", { type: "button", class: "btn btn-sm" }, words.rankKeep);
    button.addEventListener("click", () => { node.setValues(this.order(node)); this.changed(); });
    return make("li", { class: "hm-xform-keep" }, button);
  }
  range(node, id) {
    const bounds = node.definition.bounds;
    const [low, high, step] = [bounds.start, bounds.end, bounds.step].map(Number);
    const field = make("input", { type: "range", class: "form-range", id, min: low, max: high, step, value: low });
    const said = make("output", { for: id });
    field.addEventListener("input", () => {
      try { node.setValue(node.valueType === "int" ? BigInt(field.value) : Number(field.value)); } catch { node.setValue(field.value); }
      this.changed();
    });
    return { el: make("div", { class: "hm-xform-range" }, make("span", {}, String(low)), field, make("span", {}, String(high)), said), field, update: () => {
      const value = node.currentState.instanceValue ?? "";
      if (value !== "") field.value = value;
      field.toggleAttribute("data-unset", value === "");
      said.textContent = value === "" ? words.notSet : value;
      field.setAttribute("aria-valuetext", said.textContent);
    } };
  }
  trigger(node, id) {
    const input = make("input", { type: "checkbox", class: "form-check-input", id });
    input.addEventListener("change", () => { node.setValue(input.checked); this.changed(); });
    return { el: make("label", { class: "form-check" }, input, make("span", { class: "form-check-label" }, words.confirm)), field: input, update: () => { input.checked = Boolean(node.currentState.value); } };
  }
  upload(node, id) {
    const media = node.nodeOptions.media;
    const field = make("input", { type: "file", class: "form-control", id, accept: media.accept === "*" ? null : media.accept });
    field.addEventListener("change", () => {
      node.setValue(field.files[0] ?? null);
      // It goes under the name by which the answers know it.
      field.name = node.currentState.instanceValue || "";
      this.changed();
    });
    return { el: field, field, update: () => { field.name = node.currentState.relevant ? node.currentState.instanceValue || "" : ""; } };
  }

  // --- sending ---
  mistakes() {
    return [...this.views.values()].filter((view) => view.node && view.el.isConnected && !view.el.closest("[hidden]") && this.wrong(view.node));
  }
  tellAll() {
    const all = [...this.views.values()].filter((view) => view.node);
    all.forEach((view) => this.looked.add(view.node.nodeId));
    this.update();
    const found = this.mistakes();
    const first = found[0]?.el;
    first?.scrollIntoView({ block: "center" });
    first?.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    return found.length;
  }
}

// --- beginning -----------------------------------------------------------------------------------------------
const ATTACHED = /^att-[0-9a-f-]{36}(\.\w{1,8})?$/;
const attachmentName = (file) => `att-${crypto.randomUUID()}${(file.extension ?? "").toLowerCase()}`;
// A file that was chosen before cannot be put back into a page: its question is asked again.
function withoutFiles(xml) {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  for (const el of document.querySelectorAll("*")) if (!el.children.length && ATTACHED.test(el.textContent)) el.textContent = "";
  return new XMLSerializer().serializeToString(document);
}
async function instanceOf(result, config) {
  if (!kept.value) return result.createInstance(config);
  const data = new FormData();
  data.append("xml_submission_file", new File([withoutFiles(kept.value)], "xml_submission_file", { type: "text/xml" }));
  return result.restoreInstance({ data: [data] }, config);
}
function speak(root) {
  const codes = root.languages.map((one) => one.language ?? "");
  const named = (code) => codes.find((one) => new RegExp(`\\(${code}\\)\\s*$`).test(one));
  const chosen = named(language) ?? named("az");
  const box = place.querySelector("[data-xform-language]");
  if (chosen) root.setLanguage(root.languages[codes.indexOf(chosen)]);
  if (!box || codes.length < 2) return;
  box.replaceChildren(...codes.map((code) => make("option", { value: code }, code.replace(/\s*\(\w+\)\s*$/, ""))));
  box.value = root.currentState.activeLanguage.language;
  box.closest("[hidden]").hidden = false;
  box.onchange = () => { root.setLanguage(root.languages[codes.indexOf(box.value)]); drawn.update(); };
}
async function begin(engine, xml) {
  const result = await engine.loadForm(xml);
  if (result.status === "failure") throw result.error;
  let current = null;
  const stateFactory = (object) => new Proxy(object, { set(target, key, value) { target[key] = value; current?.soon(); return true; } });
  const { root } = await instanceOf(result, { stateFactory, instanceAttachments: { fileNameFactory: attachmentName } });
  place.querySelector("[data-xform-body]").replaceChildren();
  drawn = current = new Drawn(root);
  speak(root);
  drawn.update();
}

if (form && kept) {
  let ready = null;
  let busy = false;
  let restored = false; // what was typed without a connection came back while the form was being opened
  const start = async () => {
    if (busy) return;
    busy = true;
    const state = place.querySelector("[data-xform-state]");
    try {
      ready ??= await Promise.all([import(place.dataset.engine), fetch(place.dataset.xform, { credentials: "same-origin" }).then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.text(); })]);
      do {
        restored = false;
        await begin(...ready);
      } while (restored);
      kept.value = drawn.root.instanceState.instanceXML;
      state.hidden = true;
      place.dataset.state = "ready";
    } catch (error) {
      ready = null;
      place.dataset.state = "broken";
      state.hidden = false;
      state.textContent = words.broken;
      console.warn(error);
    }
    busy = false;
  };
  form.addEventListener("draft:restored", () => { restored = true; start(); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "_save") return;
    const wrong = drawn ? drawn.tellAll() : 0;
    drawn?.sum(place.querySelector("[data-xform-wrong]"), wrong);
    if (!drawn || wrong) event.preventDefault();
  });
  start();
}
