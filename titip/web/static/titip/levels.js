/* A list with levels, asked one level after the other: the long list stays in the page and holds the answer; it is only set aside. */

export function stepwise(select) {
  const options = [...select.options].filter((option) => option.value);
  const parents = new Map(options.map((option) => [option.value, option.dataset.parent ?? ""]));
  const known = (code) => (parents.has(parents.get(code)) ? parents.get(code) : "");
  const below = (code) => options.filter((option) => known(option.value) === code);
  if (!options.some((option) => known(option.value))) return;
  const steps = document.createElement("div");
  steps.className = "titip-levels";
  const path = (code) => { const found = []; for (let at = code; at && !found.includes(at); at = known(at)) found.unshift(at); return found; };

  const draw = () => {
    const chosen = path(select.value);
    steps.replaceChildren();
    for (let level = 0; level <= chosen.length; level += 1) {
      const offered = below(level ? chosen[level - 1] : "");
      if (!offered.length) break;
      const step = document.createElement("select");
      step.className = "govuk-select";
      step.id = level ? `${select.id}__step_${level}` : `${select.id}__step`;
      step.setAttribute("aria-label", `${select.dataset.label ?? ""} ${level + 1}`.trim());
      step.append(new Option(select.options[0].text, ""), ...offered.map((option) => new Option(option.dataset.label, option.value)));
      step.value = chosen[level] ?? "";
      step.addEventListener("change", (event) => {
        event.stopPropagation();
        select.value = step.value || chosen[level - 1] || "";
        draw();
        document.getElementById(step.id)?.focus();
        select.dispatchEvent(new Event("change", { bubbles: true }));
      });
      steps.append(step);
    }
  };
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  select.dataset.label = label?.textContent ?? "";
  if (label) label.htmlFor = `${select.id}__step`;
  select.hidden = true;
  select.after(steps);
  draw();
}
