// Hides the questions of a questionnaire that do not apply. Without this file every question is shown, and the
// server leaves out the answers that do not apply: the same condition, as a tree, is worked out there.
(() => {
  "use strict";
  const form = document.querySelector(".hm-questionnaire");
  if (!form) return;
  const given = JSON.parse(document.querySelector("[data-given]")?.dataset.given || "{}");
  const conditional = [...form.querySelectorAll("[data-when]")];
  conditional.forEach((el) => { el.when = JSON.parse(el.dataset.when); });

  const number = (value) => (value === "" || Number.isNaN(Number(value)) ? null : Number(value));
  function value(tree, answers) {
    if (!Array.isArray(tree) || tree[0] !== "$") return tree;
    return answers[tree[1]] ?? "";
  }
  function compare(sign, left, right) {
    if (sign === "selected") return Array.isArray(left) ? left.includes(String(right)) : String(left) === String(right);
    const [a, b] = [number(left), number(right)];
    const both = a !== null && b !== null;
    if (sign === "=") return both ? a === b : String(left) === String(right);
    if (sign === "!=") return both ? a !== b : String(left) !== String(right);
    if (!both) return false;
    return { "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }[sign];
  }
  function holds(tree, answers) {
    if (!Array.isArray(tree)) return Boolean(tree);
    const [head, ...parts] = tree;
    if (head === "and") return parts.every((part) => holds(part, answers));
    if (head === "or") return parts.some((part) => holds(part, answers));
    if (head === "not") return !holds(parts[0], answers);
    if (head === "$") return Boolean(value(tree, answers).length);
    return compare(head, value(parts[0], answers), value(parts[1], answers));
  }
  function read(el) {
    const found = {};
    for (const input of el.querySelectorAll("input, select, textarea")) {
      if (input.type === "radio") { if (input.checked) found[input.name] = input.value; }
      else if (input.type === "checkbox") { if (input.checked) (found[input.name] ||= []).push(input.value); }
      else found[input.name] = input.value.trim();
    }
    return found;
  }
  // In the order of the page, so that an answer hidden by another never speaks.
  function arrange() {
    const answers = { ...given };
    for (const el of form.querySelectorAll(".hm-asked")) {
      el.hidden = Boolean(el.when) && !holds(el.when, answers);
      if (!el.hidden) Object.assign(answers, read(el));
    }
  }
  form.addEventListener("change", arrange);
  form.addEventListener("input", arrange);
  arrange();
})();
