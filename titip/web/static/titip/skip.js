/* Skip rules while a form is being filled: what does not arise is hidden, and what it holds is said to go with the next save.
   The server decides again when the form is saved; without this script it says the same, a page later. Each rule comes as a small tree
   in data-rule (see dictionary/form_builder/telling.py); nothing is read from it but data. */

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^\s*-?(\d+(\.\d*)?|\.\d+)\s*$/;

const isTrue = (value) => !(value === false || value === 0 || value === "" || (Array.isArray(value) && value.length === 0) || Number.isNaN(value));
const textOf = (value) => (Array.isArray(value) ? value.join(" ") : typeof value === "number" ? (Number.isNaN(value) ? "NaN" : String(value)) : String(value));
const codesOf = (value) => (Array.isArray(value) ? value : textOf(value).split(/\s+/).filter(Boolean));

function numberOf(value) {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return value;
  if (typeof value !== "string") return NaN;
  if (DATE.test(value)) return Date.parse(`${value}T00:00:00Z`) / 86400000;
  return NUMBER.test(value) ? Number(value) : NaN;
}

function equal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return isTrue(left) === isTrue(right);
  if (typeof left === "number" || typeof right === "number") return numberOf(left) === numberOf(right);
  return textOf(left) === textOf(right);
}

function compare(operator, left, right) {
  const dated = (value) => typeof value === "string" && DATE.test(value);
  if (dated(left) !== dated(right) && (left === "" || right === "")) return false;
  const [first, second] = [numberOf(left), numberOf(right)];
  return { "<": first < second, "<=": first <= second, ">": first > second, ">=": first >= second }[operator];
}

function calculate(operator, left, right) {
  if (operator === "div") return right === 0 ? NaN : left / right;
  if (operator === "mod") return right === 0 ? NaN : ((left % right) + right) % right;
  return { "+": left + right, "-": left - right, "*": left * right }[operator];
}

const FUNCTIONS = {
  "not": (value) => !isTrue(value),
  "selected": (value, code) => codesOf(value).includes(textOf(code)),
  "count-selected": (value) => codesOf(value).length,
  "string-length": (value) => [...textOf(value)].length,
  "true": () => true,
  "false": () => false,
  "if": (condition, first, second) => (isTrue(condition) ? first : second),
  "coalesce": (first, second) => (["", "NaN"].includes(textOf(first)) ? second : first),
  "int": (value) => Math.trunc(numberOf(value)),
  "number": (value) => numberOf(value),
  "string": (value) => textOf(value),
  "concat": (...values) => values.map(textOf).join(""),
};

/* `read` gives the value of a field by its name and type. */
export function evaluate(node, read) {
  const [kind, what, ...parts] = node;
  if (kind === "v") return what;
  if (kind === "f") return read(what, parts[0]);
  if (kind === "call") return FUNCTIONS[what](...parts.map((part) => evaluate(part, read)));
  const left = evaluate(parts[0], read);
  if (what === "or") return isTrue(left) || isTrue(evaluate(parts[1], read));
  if (what === "and") return isTrue(left) && isTrue(evaluate(parts[1], read));
  const right = evaluate(parts[1], read);
  if (what === "=" || what === "!=") return equal(left, right) === (what === "=");
  if (["<", "<=", ">", ">="].includes(what)) return compare(what, left, right);
  return calculate(what, numberOf(left), numberOf(right));
}

export const holds = (node, read) => isTrue(evaluate(node, read));

/* --- The page ---------------------------------------------------------------------------------------------------- */

/* Day before month; a year of 2400 or more is a Buddhist one. What is no date yet compares with nothing. */
function dateOf(text) {
  if (DATE.test(text)) return text;
  const found = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text.trim());
  if (!found) return "";
  const year = Number(found[3]) - (Number(found[3]) >= 2400 ? 543 : 0);
  return `${year}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}`;
}

function valueOf(form, hidden, name, type) {
  const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  if (controls.some((control) => hidden.has(control.closest("[data-rule]")))) return "";
  if (form.querySelector(`[name="${CSS.escape(name)}__missing"]:checked:not([value=""])`)) return "";
  const chosen = controls.filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked).map((control) => control.value);
  if (type === "select_many") return chosen.filter(Boolean);
  const text = (chosen[0] ?? "").trim();
  if (text.startsWith("__")) return "";
  if (type === "date") return dateOf(text);
  return type === "integer" || type === "decimal" ? (NUMBER.test(text) ? Number(text) : "") : text;
}

const BESIDE = /__(certainty|km)$/; /* say something of a value without being one */
const holdsSomething = (group) => [...group.querySelectorAll("input, select, textarea")].some((control) => {
  if (["hidden", "submit", "button"].includes(control.type) || control.disabled) return false;
  if (["radio", "checkbox"].includes(control.type)) return control.checked && control.value !== "" && !BESIDE.test(control.name);
  return control.value !== "" && !BESIDE.test(control.name);
});

function show(form, groups, notice) {
  let hidden = new Set();
  for (let pass = 0; pass <= groups.length; pass += 1) { // a chain of rules settles after as many passes as it is long
    const now = new Set(groups.filter(({ element, rule }) => (
      hidden.has(element.parentElement.closest("[data-rule]")) || !holds(rule, (name, type) => valueOf(form, hidden, name, type))
    )).map(({ element }) => element));
    const same = now.size === hidden.size && [...now].every((element) => hidden.has(element));
    hidden = now;
    if (same) break;
  }
  groups.forEach(({ element }) => {
    element.hidden = hidden.has(element);
    const folded = element.querySelector(":scope > details.titip-skipped");
    if (folded && !element.hidden) folded.replaceWith(...folded.querySelector(".govuk-details__text").childNodes); // asked after all
  });
  if (!notice) return;
  const goes = groups.filter(({ element }) => hidden.has(element) && holdsSomething(element)).map(({ element }) => element.dataset.label);
  notice.hidden = goes.length === 0;
  const text = goes.length ? `${notice.dataset.words} ${goes.join(", ")}.` : "";
  if (notice.textContent !== text) notice.textContent = text;
}

export function watch(form) {
  const groups = [...form.querySelectorAll("[data-rule]")].map((element) => ({ element, rule: JSON.parse(element.dataset.rule) }));
  if (!groups.length) return;
  const notice = form.querySelector("[data-clears]");
  const again = () => show(form, groups, notice);
  form.addEventListener("input", again);
  form.addEventListener("change", again);
  again();
}
