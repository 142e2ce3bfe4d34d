/* A pin on a map of outlines. The map is drawn from our own files, at a press; what is kept are the two boxes in the page. Nothing asks the
   device where it is. The server makes a position as coarse as it may be kept; here it is only shown the same way. */

const NS = "http://www.w3.org/2000/svg";
const drawn = new Map(); /* outlines by address, fetched once */

function outlines(url) {
  if (!drawn.has(url)) {
    drawn.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))).then(read));
    drawn.get(url).catch(() => drawn.delete(url));
  }
  return drawn.get(url);
}

const added = (flat, grid) => {
  const ring = [];
  for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) { x += flat[i]; y += flat[i + 1]; ring.push([x / grid, y / grid]); }
  return ring;
};
const read = (told) => ({
  places: told.places.map((place) => ({ code: place.code, name: place.name, rings: place.rings.map((flat) => added(flat, told.grid)) })),
  around: told.around.map((flat) => added(flat, told.grid)),
});
const path = (rings) => rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(3)} ${(-y).toFixed(3)}`).join("L")}Z`).join("");
const inside = (rings, x, y) => rings.reduce((odd, ring) => {
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = ring[i], [x2, y2] = ring[j];
    if ((y1 > y) !== (y2 > y) && x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)) odd = !odd;
  }
  return odd;
}, false);
const heart = (ring) => { /* the middle of a ring's area */
  let area = 0, x = 0, y = 0;
  ring.forEach(([x1, y1], n) => { const [x2, y2] = ring[(n + 1) % ring.length], cross = x1 * y2 - x2 * y1; area += cross; x += (x1 + x2) * cross; y += (y1 + y2) * cross; });
  return area ? [x / (3 * area), y / (3 * area)] : ring[0];
};
const made = (tag, more = {}) => Object.assign(document.createElement(tag), more);
const shape = (tag, more) => { const one = document.createElementNS(NS, tag); for (const [name, value] of Object.entries(more)) one.setAttribute(name, value); return one; };
const button = (text, press) => {
  const one = made("button", { type: "button", className: "govuk-button govuk-button--secondary titip-pin__button", textContent: text });
  one.addEventListener("click", press);
  return one;
};
const WHOLE = [91, -29.5, 51, 41.5]; /* west, north (turned over), wide, high: the states of the outlines */

export function pin(box, token) {
  const say = Object.fromEntries(Object.entries(box.dataset).filter(([name]) => name.startsWith("say")).map(([name, text]) => [name.slice(3).toLowerCase(), text]));
  const sides = JSON.parse(box.dataset.sides), sizes = JSON.parse(box.dataset.sizes), urls = JSON.parse(box.dataset.outlines);
  const divided = new Set(box.dataset.divided.split(" "));
  const [lat, lon] = box.querySelectorAll(".titip-pin__numbers input");
  const coarser = box.querySelector("select"), place = box.querySelector(".titip-pin__place input");
  const size = () => coarser?.value || box.dataset.pin;
  const middle = (degrees, most) => { /* of the square around it: the same grid as the server's */
    const side = sides[size()], last = Math.round(most / side) - 1;
    return ((Math.min(Math.floor(degrees / side + 1e-9), last) + 0.5) * side).toFixed(size() === "1" ? 3 : size() === "10" ? 2 : 1);
  };
  const number = (input) => { const text = input.value.trim().replace(",", "."); return /^-?\d+(\.\d*)?$/.test(text) ? Number(text) : NaN; };
  const written = () => { const here = [number(lat), number(lon)]; return here.some(Number.isNaN) || Math.abs(here[0]) > 90 || Math.abs(here[1]) > 180 ? null : here; };

  const told = made("p", { className: "govuk-body titip-pin__told" });
  told.setAttribute("role", "status");
  const frame = made("div", { className: "titip-pin__frame", hidden: true });
  const show = button(say.show, () => open());
  box.querySelector(".titip-pin__numbers").after(show, frame, told);

  let svg, land, inner, labels, square, ring, view = [...WHOLE], at = null, states = null, asked = 0, lowest = written() ? Number(size()) : 0;

  /* --- what it says */
  const region = async (here) => {
    const side = sides[size()], south = Math.floor(here[0] / side + 1e-9) * side, west = Math.floor(here[1] / side + 1e-9) * side;
    const looks = [...Array(25).keys()].map((n) => [west + side * (n % 5 + 0.5) / 5, south + side * (Math.floor(n / 5) + 0.5) / 5]);
    const over = states.places.filter((state) => looks.some(([x, y]) => inside(state.rings, x, y)));
    const names = await Promise.all(over.map(async (state) => {
      const parts = (await outlines(urls[state.code])).places.filter((one) => looks.some(([x, y]) => inside(one.rings, x, y)));
      return parts.length && parts.length < 4 && !parts.some((one) => divided.has(one.code))
        ? `${parts.map((one) => one.name).reduce((sum, name) => say.or.replace("#1", sum).replace("#2", name))}, ${state.name}` : state.name;
    }));
    return names.join("; ") || say.nowhere;
  };
  const degrees = ([north, east]) => { const [y, x] = [middle(north, 90), middle(east, 180)]; return `${y.replace("-", "")}° ${y < 0 ? "S" : "N"}, ${x.replace("-", "")}° ${x < 0 ? "W" : "E"}`; };
  const tell = async (here, put) => {
    const mine = (asked += 1);
    if (!here) { told.textContent = svg ? say.none : ""; return; }
    let where = degrees(here);
    if (states) { try { where = `${await region(here)} (${where})`; } catch { /* no line: the numbers say enough */ } }
    if (mine === asked) told.textContent = put ? say.here.replace("#1", where).replace("#2", sizes[size()]) : say.moved.replace("#1", where);
  };

  /* --- what it draws */
  const draw = (put = true) => {
    if (!svg) return;
    svg.setAttribute("viewBox", view.join(" "));
    square.toggleAttribute("hidden", !at); ring.toggleAttribute("hidden", !at);
    if (!at) return;
    const side = sides[size()], y = Number(middle(at[0], 90)), x = Number(middle(at[1], 180));
    for (const [name, value] of Object.entries({ x: x - side / 2, y: -y - side / 2, width: side, height: side })) square.setAttribute(name, value);
    for (const [name, value] of Object.entries({ cx: x, cy: -y, r: Math.max(view[2] / 40, side * 0.75) })) ring.setAttribute(name, value);
    [square, ring].forEach((one) => one.classList.toggle("titip-pin--moving", !put));
  };
  const detail = async () => { /* near enough, the provinces of the states in sight */
    if (!states) return;
    const [west, north, wide, high] = view;
    if (wide > 26) { inner.setAttribute("d", ""); name(states.places); return; }
    const seen = states.places.filter((state) => state.rings.some((one) => one.some(([x, y]) => x > west && x < west + wide && -y > north && -y < north + high) || inside([one], west + wide / 2, -(north + high / 2))));
    try {
      const parts = (await Promise.all(seen.map((state) => outlines(urls[state.code])))).flatMap((map) => map.places);
      if (view[0] !== west || view[2] !== wide) return; /* she went on meanwhile */
      inner.setAttribute("d", parts.map((one) => path(one.rings)).join(""));
      name(wide > 9 ? states.places : parts);
    } catch { name(states.places); /* the states are enough */ }
  };
  const name = (places) => {
    const [west, north, wide, high] = view, size = wide / 26, taken = [];
    const found = places.map((one) => ({ name: one.name.replace(/ \(.*/, ""), at: heart(one.rings[0]) }))
      .filter(({ at: [x, y] }) => x > west && x < west + wide && -y > north && -y < north + high)
      .filter(({ name: text, at: [x, y] }) => {
        const half = text.length * size * 0.3;
        if (x - half < west || x + half > west + wide || taken.some(([tx, ty, reach]) => Math.abs(ty - y) < size * 1.1 && Math.abs(tx - x) < reach + half)) return false;
        taken.push([x, y, half]);
        return true;
      });
    labels.replaceChildren(...found.map(({ name: text, at: [x, y] }) => Object.assign(shape("text", { x, y: -y + size / 3, "font-size": size }), { textContent: text })));
  };
  const look = (factor) => {
    const [west, north, wide, high] = view;
    const [x, y] = at ? [at[1], -at[0]] : [west + wide / 2, north + high / 2];
    const w = Math.min(WHOLE[2], Math.max(sides[size()] * 4, wide * factor)), h = w * WHOLE[3] / WHOLE[2];
    view = w >= WHOLE[2] ? [...WHOLE] : [x - w / 2, y - h / 2, w, h];
    draw(!frame.classList.contains("titip-pin--moving")); detail();
  };
  const follow = () => {
    const [west, north, wide, high] = view, x = at[1], y = -at[0];
    if (x < west + wide * 0.08 || x > west + wide * 0.92 || y < north + high * 0.08 || y > north + high * 0.92) { view = [x - wide / 2, y - high / 2, wide, high]; detail(); }
  };

  /* --- what it does */
  const moving = (is) => { frame.classList.toggle("titip-pin--moving", is); };
  const put = (here) => {
    at = here;
    [lat.value, lon.value] = here ? [middle(here[0], 90), middle(here[1], 180)] : ["", ""];
    if (here) at = [Number(lat.value), Number(lon.value)];
    lowest = here ? Number(size()) : 0;
    if (place && here) place.value = "";
    moving(false); draw(); tell(at, true);
    [lat, lon].forEach((input) => { input.dispatchEvent(new Event("input", { bubbles: true })); input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "pin" })); });
  };
  const move = (north, east) => {
    const side = sides[size()], from = at ?? [-(view[1] + view[3] / 2), view[0] + view[2] / 2];
    at = at ? [Math.max(-89, Math.min(89, from[0] + north * side)), Math.max(-179, Math.min(179, from[1] + east * side))] : from;
    at = [Number(middle(at[0], 90)), Number(middle(at[1], 180))];
    moving(true); follow(); draw(false); tell(at, false);
  };
  const keys = (event) => {
    const far = event.shiftKey ? 10 : 1, ways = { ArrowUp: [far, 0], ArrowDown: [-far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key]) move(...ways[event.key]);
    else if (event.key === "Enter") { if (at) put(at); }
    else if (event.key === "+" || event.key === "=") look(0.5);
    else if (event.key === "-") look(2);
    else return;
    event.preventDefault();
  };
  const touched = (event) => {
    const turned = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    put([-turned.y, turned.x]);
  };

  async function open() {
    show.disabled = true;
    try { states = await outlines(urls.asean); } catch { told.textContent = say.failed; show.disabled = false; return; }
    const how = made("p", { className: "govuk-hint", id: `${lat.id}__how`, textContent: say.how });
    svg = shape("svg", { viewBox: view.join(" "), "aria-hidden": "true", focusable: "false" });
    land = shape("path", { d: path(states.around), class: "titip-pin__around" });
    const own = shape("path", { d: states.places.map((one) => path(one.rings)).join(""), class: "titip-pin__land" });
    inner = shape("path", { d: "", class: "titip-pin__inner" });
    square = shape("rect", { class: "titip-pin__square" }); ring = shape("circle", { class: "titip-pin__ring" });
    labels = shape("g", {});
    svg.append(land, own, inner, labels, square, ring);
    const map = made("div", { className: "titip-pin__map", tabIndex: 0 });
    for (const [name, value] of Object.entries({ role: "application", "aria-label": say.map, "aria-describedby": how.id })) map.setAttribute(name, value);
    map.append(svg);
    map.addEventListener("keydown", keys);
    map.addEventListener("click", touched);
    const row = made("div", { className: "titip-pin__row" });
    row.append(button(say.larger, () => look(0.5)), button(say.smaller, () => look(2)), button(say.whole, () => { view = [...WHOLE]; draw(!frame.classList.contains("titip-pin--moving")); detail(); }),
      button(say.put, () => { if (at) put(at); else move(0, 0); }), button(say.away, () => put(null)));
    frame.append(how, map, told, row);
    frame.hidden = false; show.hidden = true;
    at = written();
    if (at) view = [at[1] - 8, -at[0] - 8 * WHOLE[3] / WHOLE[2], 16, 16 * WHOLE[3] / WHOLE[2]];
    detail(); draw(); tell(at, true); map.focus();
  }

  /* --- by number, by size, by name */
  const typed = (event) => {
    if (event.detail === "pin") return;
    if (Number(size()) < lowest && written()) { put(null); told.textContent = say.anew; return; } /* the middle of a large square is no position */
    const here = written();
    lowest = here ? Number(size()) : 0;
    if (here) { [lat.value, lon.value] = [middle(here[0], 90), middle(here[1], 180)]; }
    at = here; moving(false); draw(); tell(here, true);
  };
  [lat, lon].forEach((input) => input.addEventListener("change", typed));
  coarser?.addEventListener("change", typed);
  if (place) named(place);

  function named(input) {
    const found = made("div", { className: "titip-pin__found" });
    found.setAttribute("role", "status");
    const choose = (one) => {
      const [y, x, known] = one.at;
      if (coarser && known > Number(size())) coarser.value = [...coarser.options].some((option) => option.value === String(known)) ? String(known) : coarser.value;
      coarser?.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "pin" }));
      put([y, x]);
      found.replaceChildren(); input.value = "";
    };
    const ask = async () => {
      const text = input.value.trim();
      if (text.length < 2) return;
      try {
        const answer = await fetch(box.dataset.find, { method: "POST", headers: { "X-CSRFToken": token() }, body: new URLSearchParams({ text, finest: "4", positions: "1" }), redirect: "error" });
        const { places } = answer.ok ? await answer.json() : { places: [] };
        const list = made("ul", { className: "govuk-list" });
        list.append(...places.map((one) => {
          const item = made("li");
          if (one.at) { const press = made("button", { type: "button", className: "titip-link", textContent: one.label }); press.addEventListener("click", () => choose(one)); item.append(press); } else item.textContent = say.unknown.replace("#1", one.label);
          return item;
        }));
        found.replaceChildren(places.length ? say.found.replace("#", places.length) : say.unfound, list);
      } catch { found.textContent = say.unfound; }
    };
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); ask(); } });
    input.after(button(say.find, ask), found);
  }
}
