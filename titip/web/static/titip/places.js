/* A place, found by typing its name. The list of provinces stays in the page and holds the answer; it is only set aside. */

const PAUSE = 150;

export function findable(select, token) {
  const words = select.dataset;
  const box = document.createElement("div");
  box.className = "titip-places";
  const input = document.createElement("input");
  Object.assign(input, { type: "text", className: "govuk-input", autocomplete: "off", spellcheck: false, maxLength: 100, id: `${select.id}__find` });
  const list = document.createElement("ul");
  Object.assign(list, { className: "titip-places__list", id: `${select.id}__found`, hidden: true });
  const hint = document.createElement("div");
  Object.assign(hint, { className: "govuk-hint", id: `${select.id}__how`, textContent: words.hint });
  const state = document.createElement("div");
  state.className = "govuk-visually-hidden";
  state.setAttribute("role", "status");
  const unchosen = document.createElement("p");
  Object.assign(unchosen, { className: "titip-places__unchosen", textContent: words.unchosen, hidden: true });
  const plain = document.createElement("button");
  Object.assign(plain, { type: "button", className: "titip-link", textContent: words.list });
  list.setAttribute("role", "listbox");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-describedby": `${hint.id} ${select.getAttribute("aria-describedby") ?? ""}`.trim() })) input.setAttribute(name, value);
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) { label.htmlFor = input.id; label.id ||= `${select.id}__label`; list.setAttribute("aria-labelledby", label.id); }
  const chosen = () => (select.value ? select.selectedOptions[0].text : "");
  const show = () => { input.value = chosen(); unchosen.hidden = true; };
  let at = -1, timer = 0, asked = 0, options = [];

  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const set = (code, text) => {
    if (code && ![...select.options].some((option) => option.value === code)) select.append(new Option(text, code));
    select.value = code;
    show(); close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = (to) => {
    at = (to + options.length) % options.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const draw = (places) => {
    options = places;
    list.replaceChildren(...places.map((place, number) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${list.id}_${number}`, textContent: place.lies ? words.lies.replace("#1", place.lies).replace("#2", place.label) : place.label });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.addEventListener("mousedown", (event) => { event.preventDefault(); set(place.code, place.label); });
      return item;
    }));
    state.textContent = places.length ? words.many.replace("#", places.length) : words.none;
    if (!places.length) {
      const none = document.createElement("li");
      Object.assign(none, { className: "titip-places__none", textContent: words.none });
      none.setAttribute("role", "option"); none.setAttribute("aria-disabled", "true");
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    at = -1;
  };
  const ask = async () => {
    const text = input.value.trim();
    const mine = (asked += 1);
    if (text.length < 2) { close(); return; }
    try {
      const answer = await fetch(words.places, { method: "POST", headers: { "X-CSRFToken": token() }, body: new URLSearchParams({ text, finest: words.finest ?? "" }), redirect: "error" });
      const told = answer.ok ? await answer.json() : { ready: false, places: [] };
      if (mine !== asked) return;
      if (told.ready) draw(told.places); else byList();
    } catch { if (mine === asked) byList(); } /* no line, or signed out: the list of provinces is in the page */
  };
  const byList = () => { close(); box.remove(); hint.remove(); state.remove(); select.hidden = false; if (label) label.htmlFor = select.id; select.focus(); };
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!input.value.trim() && select.value) set("", "");
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); show(); }
    if (list.hidden || !options.length) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(at < 0 ? options.length - 1 : at - 1); }
    if (event.key === "Enter") { event.preventDefault(); const place = options[Math.max(at, 0)]; set(place.code, place.label); }
  });
  input.addEventListener("blur", () => { /* what was typed and not chosen stays in sight, and is said to be no answer yet */
    asked += 1;
    close();
    const same = options.find((place) => place.label === input.value);
    if (same) set(same.code, same.label);
    unchosen.hidden = !input.value.trim() || input.value === chosen();
  });
  input.addEventListener("focus", () => { unchosen.hidden = true; });
  plain.addEventListener("click", byList);
  box.append(input, list, unchosen, plain);
  select.hidden = true;
  select.after(hint, box, state);
  show();
}
