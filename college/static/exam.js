/*
Saves each answer as it is given, and counts the time down. Loaded on exam pages only; without it the form's own
buttons do the same. All words come from the page, already in the reader's language.

THE FORM
  <form method="post" data-attempt="12" data-save-url="/…" data-now="ISO of the server">
    <input type="hidden" name="csrf_token" value="…">
    <input type="hidden" name="tab" value="(random, from the server)" autocomplete="off">
    <input type="hidden" name="seq" value="0" autocomplete="off">
    <fieldset class="question" data-question="q1" data-saved-at="(ISO time of its latest saved answer, if any)">
      inputs of any kind whose name begins with `given`
  There may be several [data-question] in one form, or none (check your answers: what earlier pages could not send
  goes out there; tab and seq may then be left out). [data-question] may also stand on the form itself.
  A choice, from boxes or from a list, is saved at once, a text 600 ms after the last key and when it is left. `seq`
  counts from 1 upward over all that this page sends; the form's own `seq` is the next one when it is submitted.

THE REQUEST  POST data-save-url, header X-CSRFToken, JSON {question, tab, seq, given: [values…]}; nothing given is [].
  One at a time; per question only the latest waits. `given_at` (ISO, server's clock) is added to an answer that was
  kept in the browser from an earlier page load: if it is older than the latest saved answer of its question, the
  server stores it but does not count it.
THE ANSWER
  200 {saved: true, at: ISO, said: "Saved 14:02 UTC+2", id: n}
  401, or any redirect      signed out: the answer waits, and goes out after signing in again in another tab
  400                       the page's token is old: it is fetched anew once, or signed out as above; then as below
  4xx with {error: "…"}     the attempt has moved on: {words: "…"} is shown, and nothing is sent again
  anything else, or none    the line, or something in it: kept here and in localStorage, sent again with growing pauses and when back online

PLACES
  <p class="saved" role="status" data-saved data-saving="Saving…">(words of the latest save)</p>
  <div role="alert" data-offline></div>   gets a copy of one of
  <template data-when="offline">, <template data-when="sign-in"> (with a link, target="_blank"),
  <template data-when="stale"> (with <span data-words></span>, and a link that loads the page again)

THE CLOCK
  <p class="clock" data-clock>… <time role="timer" data-deadline="ISO" data-now="ISO of the server">…</time></p>
  <button type="button" data-clock-toggle data-show="Show the clock" hidden>Hide the clock</button>
  <p class="away" role="status" data-announce data-at-30="…" data-at-10="…" data-at-5="…" data-at-1="…"></p>
  <form method="post" action="…" data-expire-form>csrf_token</form>   submitted when the time is up
*/

const TYPING_MS = 600;
const LEAVING_MS = 3000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;
const LONGEST_KEPT_ALIVE = 30000; // characters; browsers allow 64 KiB in all
const COMES_BACK_MS = 5 * 60000;
const ANNOUNCED_MINUTES = [1, 5, 10, 30];

const find = (selector) => document.querySelector(selector);
const form = find("form[data-attempt][data-save-url]");
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The server's clock: its time when the page was made, plus what has passed since the answer began to arrive.
const clock = find("time[data-deadline]");
const made = Date.parse(find("[data-now]")?.dataset.now);
const [arrival] = performance.getEntriesByType("navigation");
const sinceArrival = arrival ? performance.now() - arrival.responseStart : 0;
let ahead = made ? made + sinceArrival - Date.now() : 0;
const serverNow = () => Date.now() + ahead;

const store = {
  names(start) {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(start));
    } catch {
      return [];
    }
  },
  read(name, fallback) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? fallback;
    } catch {
      return fallback;
    }
  },
  write(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // A full or forbidden store: the answer still waits in memory.
    }
  },
};

const waiting = new Map(); // question → {tab, seq, given, at}
let sending = null;
let trouble = "";
let refused = "";
let pause = 0;
let retry = 0;
let leaving = false;

const attempt = find("[data-attempt]")?.dataset.attempt;
const kept = `exam:${attempt}:`;
const hidden = (name) => form.elements.namedItem(name);

// Each page load keeps its own, so that two tabs do not wipe out each other's.
function keep() {
  store.write(kept + (hidden("tab")?.value ?? ""), waiting.size ? Object.fromEntries(waiting) : null);
}

// What earlier page loads could not send; the latest answer of each question.
function takeOver() {
  for (const name of store.names(kept)) {
    for (const [question, answer] of Object.entries(store.read(name, {}))) {
      if (!(waiting.get(question)?.at > answer.at)) waiting.set(question, { ...answer, old: true });
    }
    store.write(name, null);
  }
}

function nextNumber() {
  const seq = hidden("seq");
  if (seq) seq.value = Number(seq.value) + 1;
  return Number(seq?.value);
}

function show(kind, words = "") {
  if (kind === trouble && !words) return;
  trouble = kind;
  const place = find("[data-offline]");
  if (!place) return;
  place.replaceChildren();
  const template = kind && find(`template[data-when="${kind}"]`);
  if (!template) return;
  const copy = template.content.cloneNode(true);
  const slot = copy.querySelector("[data-words]");
  if (slot) slot.textContent = words;
  place.append(copy);
}

function said(words) {
  const place = find("[data-saved]");
  if (place && words !== undefined) place.textContent = words;
}

function inputs(question) {
  return [...question.querySelectorAll("input, textarea, select")].filter((input) => input.name.startsWith("given"));
}

const isChoice = (input) => input.type === "radio" || input.type === "checkbox";

function given(question) {
  return inputs(question)
    .filter((input) => (isChoice(input) ? input.checked : input.value.trim() !== ""))
    .map((input) => input.value);
}

function change(question) {
  clearTimeout(question.typing);
  question.typing = 0;
  const values = given(question);
  const plain = JSON.stringify(values);
  if (plain === question.last) return;
  question.last = plain;
  const answer = { tab: hidden("tab").value, seq: nextNumber(), given: values, at: serverNow() };
  waiting.set(question.dataset.question, answer);
  keep();
  said(find("[data-saved]")?.dataset.saving);
  if (!trouble || trouble === "stale") send();
}

// One request at a time: what is given meanwhile waits, and only the latest of each question goes out.
function send() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  clearTimeout(retry);
  while (waiting.size) {
    const [question, answer] = waiting.entries().next().value;
    const outcome = await sendOne(question, answer);
    if (outcome === "again") continue;
    if (outcome === "saved" || outcome === "stale") {
      if (waiting.get(question) === answer) waiting.delete(question);
      keep();
    }
    if (outcome === "saved") {
      pause = 0;
      if (trouble !== "stale" || question === refused) show("");
    } else if (outcome !== "stale") {
      said("");
      show(outcome);
      pause = Math.min(pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
      retry = setTimeout(send, pause);
      return;
    }
  }
}

async function sendOne(question, { tab, seq, given, at, old }) {
  const body = { question, tab, seq, given };
  if (old) body.given_at = new Date(at).toISOString();
  const text = JSON.stringify(body);
  let response;
  try {
    response = await fetch(form.dataset.saveUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": hidden("csrf_token").value },
      body: text,
      redirect: "manual",
      keepalive: text.length < LONGEST_KEPT_ALIVE, // so that leaving the page does not stop it
    });
  } catch {
    return "offline";
  }
  if (response.type === "opaqueredirect" || response.status === 401) return "sign-in";
  const answer = await response.json().catch(() => ({}));
  if (response.ok && answer?.saved) {
    said(answer.said);
    if (answer.at) resume(Date.parse(answer.at));
    return "saved";
  }
  if (response.status === 400) {
    const outcome = await renewed();
    if (outcome) return outcome;
  }
  // What stands in the line, a proxy or a portal, refuses too; only the college says which error it is.
  if (answer?.error && response.status < 500 && ![408, 425, 429].includes(response.status)) {
    refused = question;
    said("");
    show("stale", answer.words ?? "");
    return "stale";
  }
  return "offline";
}

// The device's clock may have been set since; a difference of a second or two is only the line.
function resume(serverTime) {
  if (Math.abs(serverTime - serverNow()) > 3000) ahead = serverTime - Date.now();
}

// Signing in again, in another tab, makes a new token: this page's forms take it over. Says what to do now, or nothing
// where the refusal has another cause.
async function renewed() {
  let text;
  try {
    const response = await fetch(location.href, { redirect: "manual" });
    if (response.type === "opaqueredirect" || response.status === 401) return "sign-in";
    if (!response.ok) return response.status >= 500 ? "offline" : "";
    text = await response.text();
  } catch {
    return "offline";
  }
  const token = text.match(/name="csrf_token"[^>]*?value="([^"]+)"/)?.[1];
  const before = hidden("csrf_token").dataset.renewed;
  if (!token || before === "again") return "";
  for (const input of document.getElementsByName("csrf_token")) input.value = token;
  // Once for each trouble: a second refusal with a fresh token has another cause.
  hidden("csrf_token").dataset.renewed = "again";
  setTimeout(() => delete hidden("csrf_token").dataset.renewed, LONGEST_PAUSE_MS);
  return "again";
}

function changeTyped() {
  for (const question of questions) if (question.typing) change(question);
}

// Whether all that was given has reached the server, after trying for a moment.
async function flush() {
  changeTyped();
  if (waiting.size) await Promise.race([send(), wait(LEAVING_MS)]);
  return waiting.size === 0;
}

function restore(question) {
  const answer = waiting.get(question.dataset.question);
  if (!answer) return;
  if (answer.at <= Date.parse(question.dataset.savedAt)) {
    waiting.delete(question.dataset.question);
    return;
  }
  const values = [...answer.given];
  for (const input of inputs(question)) {
    if (isChoice(input)) input.checked = values.includes(input.value);
    else if (input.options) input.value = values.find((value) => [...input.options].some((one) => one.value === value)) ?? "";
    else input.value = values.shift() ?? "";
  }
}

const questions = form ? [...(form.matches("[data-question]") ? [form] : form.querySelectorAll("[data-question]"))] : [];

if (form) {
  takeOver();
  for (const question of questions) {
    restore(question);
    question.last = JSON.stringify(given(question));
    question.addEventListener("input", (event) => {
      if (!event.target.name?.startsWith("given") || isChoice(event.target)) return;
      clearTimeout(question.typing);
      question.typing = setTimeout(change, TYPING_MS, question);
    });
    question.addEventListener("change", (event) => {
      if (event.target.name?.startsWith("given")) change(question);
    });
  }
  keep();
  if (waiting.size) send();

  form.addEventListener("submit", async (event) => {
    const troubled = (trouble && trouble !== "stale") || !navigator.onLine;
    changeTyped();
    if (leaving || !troubled || !waiting.size) {
      // The form carries what it shows; its number is above all that this page has sent.
      leaving = true;
      nextNumber();
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    if (await flush()) {
      leaving = true;
      form.requestSubmit(button);
    } else if (!trouble) show("offline");
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button || link?.target;
    if (!link || elsewhere || link.getAttribute("href").startsWith("#")) return;
    changeTyped();
    if (!waiting.size || trouble === "stale") return;
    event.preventDefault();
    if (!(await flush()) && !trouble) show("offline");
    // What could not be sent stays in this browser; the next page of the attempt sends it.
    leaving = true;
    location.assign(link.href);
  });

  addEventListener("pagehide", changeTyped);
  addEventListener("beforeunload", (event) => {
    if (!leaving && waiting.size) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("offline", () => waiting.size && show("offline"));
  for (const happening of ["online", "focus"]) {
    addEventListener(happening, () => {
      pause = 0;
      if (waiting.size) send();
    });
  }
}

function inFigures(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function announce(left) {
  const place = find("[data-announce]");
  const minutes = ANNOUNCED_MINUTES.find((each) => left <= each * 60000);
  const name = `exam-announced:${attempt}`;
  if (!place || !minutes || left < (minutes - 1) * 60000 || store.read(name, Infinity) <= minutes) return;
  store.write(name, minutes);
  place.textContent = place.getAttribute(`data-at-${minutes}`);
}

async function expire() {
  clearInterval(ticking);
  const last = find("form[data-expire-form]");
  if (!last) return;
  // A few seconds of grace are left for what was given at the last moment; without a line, the page waits for it.
  while (form && !(await flush()) && trouble === "offline") await wait(FIRST_PAUSE_MS);
  leaving = true;
  last.requestSubmit();
}

let ticking = 0;

if (clock) {
  const place = find("[data-clock]") ?? clock;
  const toggle = find("[data-clock-toggle]");
  const deadline = Date.parse(clock.dataset.deadline);
  const hide = toggle?.textContent;
  const setHidden = (away) => {
    place.hidden = away;
    if (toggle) toggle.textContent = away ? toggle.dataset.show : hide;
    store.write("exam:clock", away ? "hidden" : null);
  };
  const tick = () => {
    const left = deadline - serverNow();
    clock.textContent = inFigures(left);
    if (left <= COMES_BACK_MS) {
      place.classList.add("soon");
      if (place.hidden) place.hidden = false;
      if (toggle) toggle.hidden = true;
    }
    announce(left);
    if (left <= 0) expire();
  };
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => setHidden(!place.hidden));
    if (store.read("exam:clock", null)) setHidden(true);
  }
  ticking = setInterval(tick, 1000);
  tick();
}
