/* What the pages gain from a script: GOV.UK Frontend's components, autosave, Exit. Everything works without it.
   One ES module, no inline script; its words come from the page (templates/titip/words.html). */

import { initAll } from "./govuk-frontend.min.js";
import { stepwise } from "./levels.js";
import { findable } from "./places.js";
import { watch } from "./skip.js";

const words = document.getElementById("titip-words")?.dataset ?? {};

/* This page once more, asked for and not sent again. */
function again() {
  window.location.replace(window.location.pathname + window.location.search);
}

/* --- Autosave: <form data-autosave="URL">. Nothing typed is lost; the state is always said. -------------------- */

const DEBOUNCE = 800;
const BACK_OFF = [2000, 4000, 8000, 15000, 30000, 60000];
const KEEPALIVE_LIMIT = 60000; // bytes a browser carries for a page that is going away
const savers = [];

/* The form's first control of this name. Not by form.elements: a field that is called "elements" hides that property. */
function named(form, name) {
  return form.querySelector(`[name="${CSS.escape(name)}"]`);
}

/* After signing in again in another tab the cookie holds the token that counts, not the hidden field. */
function csrfToken(form) {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/);
  const field = named(form, "csrfmiddlewaretoken");
  if (cookie && field) field.value = decodeURIComponent(cookie[1]);
  return field ? field.value : "";
}

function clock() {
  return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.state = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
    this.state?.setAttribute("role", "status");
    this.timer = 0;
    this.tries = 0;
    this.running = null;
    this.failing = ""; // the state said, while what was typed is not saved
    this.blocked = false; // true while a press on Save would lead away from the page without saving
    this.submitting = false;
    this.pause = "1";
    this.saved = this.read();
    this.say("ready", words.ready);
    this.wait();
    form.addEventListener("input", () => this.later(DEBOUNCE));
    form.addEventListener("change", () => this.later(50));
    form.addEventListener("submit", (event) => this.submit(event));
  }

  /* What the form holds, as it would be sent; files and passphrases are never autosaved. */
  read() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      const field = named(this.form, name);
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && field?.type !== "password") body.append(name, value);
    }
    return body.toString();
  }

  /* Going away in the middle of a word: its sending may arrive after the page is asked for again. A random number, never a word,
     tells the next look at this page what to wait for. */
  get place() {
    return `titip.sent ${this.url} ${named(this.form, "section")?.value ?? ""} ${named(this.form, "at")?.value ?? ""}`;
  }

  remember() {
    this.pause = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    try {
      sessionStorage.setItem(this.place, this.pause);
    } catch { /* no storage: the page shows what has arrived */ }
  }

  async wait() {
    let sent = null;
    try {
      sent = sessionStorage.getItem(this.place);
      sessionStorage.removeItem(this.place);
    } catch { /* no storage */ }
    if (!sent || sent === (this.form.dataset.pause ?? named(this.form, "draft_pause")?.value)) return;
    this.say("saving", words.arriving);
    for (const patience of [100, 300, 600, 1000, 2000, 4000]) {
      await new Promise((resolve) => { setTimeout(resolve, patience); });
      if (this.dirty) break; // she types already: nothing may be taken from under her hands
      try {
        const answer = await fetch(this.url, { headers: { "Accept": "application/json", "X-Titip-Draft": "?" }, credentials: "same-origin" });
        if (answer.ok && (await answer.json()).pause === sent) {
          if (!this.dirty) again();
          return;
        }
      } catch { /* no connection: tried again */ }
    }
    if (!this.dirty) this.say("failed", words.notArrived);
  }

  get dirty() {
    return this.read() !== this.saved;
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
    if (!this.failing) showSync();
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    if (this.running && !leaving) await this.running;
    if (!this.dirty) {
      this.failing = "";
      this.blocked = false;
      return true;
    }
    if (leaving) this.remember();
    this.running = this.send(this.read(), leaving).finally(() => { this.running = null; });
    return this.running;
  }

  async send(body, leaving) {
    if (!this.failing) this.say("saving", words.saving);
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body,
        headers: {
          "Accept": "application/json",
          "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
          "X-CSRFToken": csrfToken(this.form),
          "X-Requested-With": "XMLHttpRequest",
          "X-Titip-Draft": this.pause,
        },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving && body.length < KEEPALIVE_LIMIT,
      });
    } catch {
      return this.failed("failed", words.offline, { again: true, blocked: true });
    }
    return this.understand(answer, body);
  }

  async understand(answer, body) {
    let told = {};
    try {
      told = await answer.json();
    } catch { /* no JSON: the status says enough */ }
    if (answer.ok) return this.succeeded(body, told);
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      return this.failed("signed-out", words.signedOut, { again: false, blocked: true });
    }
    if (answer.status === 423) return this.failed("failed", told.message ?? words.locked, { again: true, blocked: true });
    if (answer.status === 409) return this.failed("failed", told.message ?? words.stale, { again: false, blocked: false });
    if (answer.status < 500) return this.failed("failed", told.message ?? words.refused, { again: false, blocked: false });
    return this.failed("failed", told.message ?? words.trouble, { again: true, blocked: true });
  }

  /* `fields` in the answer are hidden fields to carry on with, such as the version the next save builds on. */
  succeeded(body, told) {
    this.saved = body;
    this.tries = 0;
    this.failing = "";
    this.blocked = false;
    const before = this.read();
    for (const [name, value] of Object.entries(told.fields ?? {})) {
      const field = named(this.form, name);
      if (field) field.value = value;
    }
    if (before === body) this.saved = this.read();
    this.say("saved", `${words.saved} ${told.saved_at ?? clock()}`);
    if (this.dirty) this.later(DEBOUNCE);
    return true;
  }

  failed(state, text, { again, blocked }) {
    this.failing = state;
    this.blocked = blocked;
    this.say(state, text);
    if (again) this.later(BACK_OFF[Math.min(this.tries++, BACK_OFF.length - 1)]);
    return false;
  }

  say(state, text) {
    if (this.state) {
      this.state.dataset.state = state;
      if (this.state.textContent !== text) this.state.textContent = text;
    }
    showSync();
  }

  /* A press on Save first saves, and leaves the page only when that went well or the next page will explain. */
  async submit(event) {
    clearTimeout(this.timer);
    csrfToken(this.form);
    if (this.submitting || (!this.dirty && !this.blocked)) {
      this.submitting = true;
      return;
    }
    event.preventDefault();
    if ((await this.save()) || !this.blocked) {
      this.submitting = true;
      this.form.requestSubmit(event.submitter ?? undefined);
    } else {
      this.state?.scrollIntoView({ block: "center" });
    }
  }
}

/* --- The sync state in the header ------------------------------------------------------------------------------ */

function showSync() {
  const slot = document.querySelector("[data-sync-state]");
  if (!slot) return;
  const waiting = savers.some((saver) => saver.failing);
  const state = !navigator.onLine ? "offline" : waiting ? "waiting" : "sent";
  const text = { offline: words.noConnection, waiting: words.waiting, sent: savers.length ? words.allSent : "" }[state];
  slot.dataset.state = state;
  if (slot.textContent !== text) slot.textContent = text;
}

/* --- Exit: hide the page at once, keep what was typed, sign out ------------------------------------------------ */

let leaving = false;

function exit(form) {
  if (leaving) return;
  leaving = true;
  const overlay = document.createElement("div");
  overlay.className = "govuk-exit-this-page-overlay";
  overlay.setAttribute("role", "alert");
  overlay.textContent = words.loading;
  document.body.classList.add("govuk-exit-this-page-hide-content");
  document.body.append(overlay);
  csrfToken(form);
  const saving = Promise.allSettled(savers.filter((saver) => saver.dirty).map((saver) => saver.save(true)));
  const patience = new Promise((resolve) => { setTimeout(resolve, 1500); });
  Promise.race([saving, patience]).then(() => HTMLFormElement.prototype.submit.call(form));
}

function listenForExit(form) {
  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  form.append(said);
  let presses = 0;
  let alone = false;
  let timer = 0;
  const forget = () => { presses = 0; said.textContent = ""; };
  form.addEventListener("submit", (event) => { event.preventDefault(); exit(form); });
  document.addEventListener("keydown", (event) => { alone = event.key === "Shift"; }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) { if (event.key !== "Shift") forget(); return; }
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(forget, 5000);
    if (presses >= 3) exit(form);
    else said.textContent = presses === 1 ? words.pressTwoMoreTimes : words.pressOneMoreTime;
  }, true);
}

/* --- Away for too long: the screen is covered at once, then what was typed is kept and the sign-in ends ---------------- */

function watchIdle(seconds) {
  let last = Date.now();
  const here = () => { last = Date.now(); };
  for (const kind of ["keydown", "pointerdown", "input", "wheel", "touchstart"]) document.addEventListener(kind, here, { capture: true, passive: true });
  const look = () => { if (Date.now() - last > seconds * 1000 && !leaving) cover(); };
  setInterval(look, Math.min(5000, seconds * 250));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
}

/* Ends the sign-in, so that nobody goes on in her place; where to sign in again, or nothing where the server was not reached. */
async function signedAway() {
  const form = document.querySelector("form[data-exit]");
  const body = new URLSearchParams({ next: window.location.pathname + window.location.search });
  const headers = { "Accept": "application/json", "X-CSRFToken": form ? csrfToken(form) : "" };
  try {
    const answer = await fetch(words.awayUrl, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual" });
    return answer.ok ? (await answer.json()).url : "";
  } catch {
    return "";
  }
}

/* What could not be sent stays on the page, unseen, until she has signed in in another tab. */
function cover() {
  if (document.querySelector(".titip-cover")) return;
  const made = document.createElement("div");
  made.className = "titip-cover";
  made.setAttribute("role", "alertdialog");
  made.setAttribute("aria-label", words.away);
  const said = document.createElement("p");
  said.textContent = words.away;
  const link = document.createElement("a");
  Object.assign(link, { href: words.signInUrl, target: "_blank", rel: "noopener", textContent: words.signIn, className: "govuk-link" });
  const goOn = document.createElement("button");
  Object.assign(goOn, { type: "button", textContent: words.goOn, className: "govuk-button" });
  let ended = "";
  const put = async () => {
    await Promise.all(savers.map((saver) => saver.save()));
    ended ||= await signedAway();
    if (ended && !savers.some((saver) => saver.dirty)) window.location.replace(ended);
    else said.textContent = words.covered;
  };
  goOn.addEventListener("click", async () => {
    if (!ended) { await put(); return; } // whoever presses it: the server must have asked for a sign-in meanwhile
    if (!savers.some((saver) => saver.dirty)) { again(); return; }
    const kept = await Promise.all(savers.map((saver) => saver.save()));
    if (kept.every(Boolean)) { made.remove(); document.body.classList.remove("titip-covered"); } else said.textContent = words.signedOut;
  });
  made.append(said, link, goOn);
  document.body.classList.add("titip-covered");
  document.body.append(made);
  link.focus();
  put();
}

/* --- Cover: in an interview the screen is covered at a touch, what was typed is kept, and the server holds the page back until the PIN --- */

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("titip.cover") : null;

function blank(title) {
  const made = document.createElement("div");
  made.className = "titip-cover";
  made.setAttribute("role", "alertdialog");
  made.setAttribute("aria-label", title);
  const said = document.createElement("p");
  said.textContent = title;
  made.append(said);
  document.title = title;
  document.body.classList.add("titip-covered");
  document.body.append(made);
  document.activeElement?.blur();
  return said;
}

/* What could not be saved goes along with the press, and is kept sealed for its owner. */
function coverBody() {
  const stuck = savers.find((saver) => saver.dirty);
  const body = new URLSearchParams(stuck ? stuck.read() : "");
  if (stuck) body.append("cover_fields_for", new URL(stuck.form.action, window.location.href).pathname);
  body.append("cover_for", window.location.pathname + window.location.search);
  return body;
}

/* Until the server was reached the page stays here, unseen; then it is gone from this window. */
async function coverUp(form, told = true) {
  if (document.querySelector(".titip-cover") || leaving) return;
  const said = blank(form.dataset.cover);
  if (told) tabs?.postMessage("cover");
  const put = async () => {
    await Promise.race([Promise.all(savers.map((saver) => saver.save())), new Promise((resolve) => { setTimeout(resolve, 4000); })]);
    const headers = { "Accept": "application/json", "X-CSRFToken": csrfToken(form) };
    try {
      const answer = await fetch(form.action, { method: "POST", body: coverBody(), headers, credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      const { url } = await answer.json();
      leaving = true;
      window.location.replace(url);
    } catch {
      said.textContent = words.coverWaits;
      setTimeout(put, 4000);
    }
  };
  await put();
}

function listenForCover(form) {
  document.querySelectorAll("[data-cover-button]").forEach((button) => {
    button.addEventListener("click", (event) => { event.preventDefault(); coverUp(form); });
  });
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.repeat) { last = 0; return; }
    if (event.timeStamp - last < 1000) coverUp(form);
    last = event.timeStamp;
  }, true);
}

/* Another window of the same sign-in was covered: what stands here is kept like there, then asked for again, which shows the cover. */
async function coverToo() {
  if (document.querySelector(".titip-cover") || leaving) return;
  const said = blank(document.title.split(" – ").pop());
  const put = async () => {
    await Promise.all(savers.map((saver) => saver.save()));
    if (savers.some((saver) => saver.dirty)) { said.textContent = words.coverWaits; setTimeout(put, 4000); } else again();
  };
  setTimeout(put, 1500);
}

/* --- Undo: the half minute runs -------------------------------------------------------------------------------- */

function countDown(banner) {
  const until = Date.now() + Number(banner.dataset.undo) * 1000;
  const said = banner.querySelector(".titip-undo__left");
  const timer = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) { said.textContent = words.undoLeft.replace("#", left); return; }
    clearInterval(timer);
    banner.querySelector("form")?.remove();
  }, 1000);
}

/* --- Start ------------------------------------------------------------------------------------------------------ */

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("select[data-levels]").forEach(stepwise);
document.querySelectorAll("select[data-places]").forEach((select) => findable(select, () => csrfToken(select.form)));
document.querySelectorAll("form[data-skips]").forEach(watch);
if (document.querySelector("[data-pin]")) import("./pin.js").then(({ pin }) => document.querySelectorAll("[data-pin]").forEach((box) => pin(box, () => csrfToken(box.closest("form")))));
document.querySelectorAll("form[data-autosave]").forEach((form) => savers.push(new Autosave(form)));
document.querySelectorAll("form[data-exit]").forEach(listenForExit);
document.querySelectorAll("form[data-cover]").forEach(listenForCover);
if (document.body.dataset.idle) tabs?.addEventListener("message", coverToo);
document.querySelectorAll("[data-undo]").forEach(countDown);
if (document.body.dataset.idle) watchIdle(Number(document.body.dataset.idle));
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

const flush = () => savers.forEach((saver) => { if (saver.dirty && !saver.submitting && !leaving) saver.save(true); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
window.addEventListener("pagehide", flush);
window.addEventListener("online", () => { showSync(); savers.forEach((saver) => saver.failing === "failed" && saver.save()); });
window.addEventListener("offline", showSync);
window.addEventListener("beforeunload", (event) => {
  const stays = (saver) => !saver.submitting && saver.dirty && (saver.failing || saver.read().length >= KEEPALIVE_LIMIT);
  if (!leaving && savers.some(stays)) event.preventDefault();
});
/* A page that comes back from the browser's memory may belong to someone who has signed out; unsaved words stay. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  savers.forEach((saver) => { saver.submitting = false; });
  if (leaving || !savers.some((saver) => saver.dirty)) window.location.reload();
});
showSync();
