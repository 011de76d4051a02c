// Keeping courses on this device: the button on a course's page, and the list of what is kept.

const WORKER = "/service-worker.js";
const workers = navigator.serviceWorker;

// Only this one address may become a script.
const scripts = globalThis.trustedTypes?.createPolicy("college", {
  createScriptURL: (address) => {
    if (address !== WORKER) throw new TypeError(address);
    return address;
  },
});

async function worker() {
  await workers.register(scripts ? scripts.createScriptURL(WORKER) : WORKER, { updateViaCache: "none" });
  return (await workers.ready).active;
}

// One message, and every answer to it.
function say(to, message, told) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => told(data);
  to.postMessage(message, [port2]);
}

const known = async () => (await workers.getRegistration())?.active;
const list = async () => {
  const active = await known();
  return active ? new Promise((resolve) => say(active, { act: "list" }, resolve)) : { courses: [], waiting: 0 };
};

const filled = (words, ...values) => words.replace(/\{(\d)\}/g, (_, place) => values[place]);
const weight = (bytes) => {
  const big = bytes >= 1e6;
  const unit = big ? "megabyte" : "kilobyte";
  const form = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: big ? 1 : 0 });
  return form.format(big ? bytes / 1e6 : Math.ceil(bytes / 1e3));
};
const LONG = { day: "numeric", month: "long", year: "numeric" };
const day = (at) => new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : `${document.documentElement.lang}-u-nu-latn`, LONG).format(at);

const box = document.querySelector("[data-keep]");
if (box && workers) offer(box);

async function offer(box) {
  const { keep: course, wordsKeep, wordsWorking, wordsDone, wordsRemoved, wordsRenew, wordsNewer, wordsFailed } = box.dataset;
  const [button, removal] = box.querySelectorAll("button");
  const bar = box.querySelector("progress");
  const said = box.querySelector("[role=status]");
  const show = (kept) => {
    button.textContent = kept ? wordsRenew : wordsKeep;
    removal.hidden = !kept;
    bar.hidden = true;
    button.disabled = false;
  };
  const kept = (await list()).courses.find((one) => one.course === course);
  show(kept);
  if (kept) said.textContent = kept.newer ? filled(wordsNewer, kept.title) : wordsDone;
  box.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    bar.hidden = false;
    navigator.storage?.persist?.().catch(() => {});
    const active = await worker().catch(() => null);
    if (!active) return failed();
    say(active, { act: "keep", course }, (told) => {
      if (told.of) {
        bar.max = told.of;
        bar.value = told.done;
        said.textContent = filled(wordsWorking, told.done, told.of);
      } else if (told.kept) {
        show(true);
        said.textContent = `${wordsDone} ${weight(told.kept.bytes)}`;
      } else failed(told.said);
    });
  });
  removal.addEventListener("click", async () => {
    say(await known(), { act: "remove", course }, () => {
      show(false);
      said.textContent = wordsRemoved;
      button.focus();
    });
  });
  function failed(words) {
    show(!removal.hidden);
    said.textContent = words || wordsFailed;
  }
}

const place = document.querySelector("[data-kept-list]");
if (place && workers) fill(place);

async function fill(place) {
  const words = place.dataset;
  const { courses, waiting, locked } = await list();
  const rows = place.querySelector("[data-kept-courses]");
  const said = place.querySelector("[data-kept-said]");
  rows.replaceChildren(...courses.map((one) => row(one, place)));
  rows.hidden = !courses.length;
  const lines = [];
  if (locked) lines.push(words.wordsLocked);
  if (waiting) lines.push(filled(words.wordsWaiting, waiting));
  if (!courses.length && !lines.length) lines.push(words.wordsNone);
  said.textContent = lines.join(" ");
  place.hidden = false;
}

function element(name, text = "", values = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...values });
}

function row(kept, place) {
  const words = place.dataset;
  const item = element("li");
  const title = element("a", kept.title, { href: kept.home, lang: kept.language });
  const values = [kept.number, day(kept.at), weight(kept.bytes)];
  const about = element("p", filled(words.wordsEdition, ...values), { className: "meta" });
  const first = element("div");
  first.append(title, about);
  if (kept.newer) first.append(element("p", filled(words.wordsNewer, kept.title)));
  const removal = element("button", words.wordsRemove, { className: "button secondary", type: "button" });
  removal.append(element("span", ` ${kept.title}`, { className: "away" }));
  removal.addEventListener("click", async () => {
    say(await known(), { act: "remove", course: kept.course }, async () => {
      await fill(place);
      place.querySelector("[data-kept-said]").textContent = words.wordsRemoved;
    });
  });
  item.append(first, removal);
  return item;
}
