// Keeps chosen courses readable without a line, and takes along what is marked as read meanwhile.
// It keeps reading pages only: nothing that the college sends as no-store, no exam, no account, no page of staff.
// All of it belongs to one reader: another one, or signing out, finds it gone.

const PATIENCE_MS = 6000; // on a line this slow, what is kept is shown instead
const AT_ONCE = 3; // requests while a course is fetched
const MOST_MARKS = 200; // in one message
const FRAME = "frame"; // the page that says there is no line, and what it is made of

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// The small store: who reads here, which courses are kept, which pages were marked.

let opening;
const store = () => (opening ||= new Promise((resolve, reject) => {
  const asked = indexedDB.open("college", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("state");
    asked.result.createObjectStore("courses", { keyPath: "course" });
    asked.result.createObjectStore("marks", { keyPath: "key" });
  };
  asked.onsuccess = () => {
    const close = () => { asked.result.close(); opening = null; };
    asked.result.onversionchange = close;
    asked.result.onclose = () => { opening = null; };
    resolve(asked.result);
  };
  asked.onerror = () => { opening = null; reject(asked.error); };
}));

async function ask(names, mode, act) {
  const transaction = (await store()).transaction(names, mode);
  const asked = act(...[names].flat().map((name) => transaction.objectStore(name)));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
const get = (name, key) => ask(name, "readonly", (all) => all.get(key));
const every = (name) => ask(name, "readonly", (all) => all.getAll());
const put = (name, value, key) => ask(name, "readwrite", (all) => all.put(value, key));
const drop = (name, key) => ask(name, "readwrite", (all) => all.delete(key));

const reader = () => get("state", "reader"); // {mark, until, locked, words}
const cacheName = (of) => `kept ${of.reader} ${of.course} ${of.edition} ${of.language}`;

// Requests overlap. What writes for a reader does it alone, and only while that reader is still the one;
// else what was just forgotten would come back by the hand of a request that began before.
const alone = (act) => navigator.locks.request("kept", act);
const forReader = (mark, act) => alone(async () => {
  const who = await reader();
  return who && who.mark === mark ? act(who) : undefined;
});

const forget = () => alone(forgetAll);
async function forgetAll() {
  await ask(["state", "courses", "marks"], "readwrite", (...all) => all.forEach((one) => one.clear()));
  for (const name of await caches.keys()) await caches.delete(name);
}

const filled = (words, value) => words.replace("{0}", value);

async function tell(words, value) {
  const { mark, words: said = {} } = (await reader()) || {};
  if (!said[words]) return;
  const news = { said: filled(said[words], value), waits: words === "waiting" };
  // Who is just turning a page hears it on the next.
  if (!news.waits) await forReader(mark, () => put("state", news, "news"));
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage(news);
}

// Requests.

const COURSE = /^\/courses\/([^/]+)\//;
const PAGE = /^\/courses\/[^/]+\/[^/]+\/[^/]+$/;
const FILE = /^\/static\/|^\/courses\/[^/]+\/media\//;
const NEVER = /^\/attempts\/|^\/courses\/[^/]+\/exam$/; // an exam keeps its answers by itself

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || NEVER.test(url.pathname)) return;
  if (request.method === "POST" && request.mode === "navigate") {
    if (url.pathname === "/sign-out") event.respondWith(signOut(request));
    else if (PAGE.test(url.pathname)) event.respondWith(markRead(request, url));
  } else if (request.method === "GET") {
    if (request.mode === "navigate") event.respondWith(page(event, url));
    else if (FILE.test(url.pathname)) event.respondWith(file(request, url));
  }
});

function patiently(asked) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, PATIENCE_MS);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function page(event, url) {
  const asked = fetch(event.request);
  const copied = asked.then((answer) => [answer, answer.clone()]);
  // Who is signed out, or is somebody else, is known before anything kept could be shown again.
  const seen = copied.then(([answer]) => whose(answer)).catch(() => false);
  event.waitUntil(seen.then((own) => own && copied).then((both) => both && refresh(event, both[1], url)).catch(() => {}));
  const kept = await keptPage(url).catch(() => undefined);
  try {
    const answer = await (kept ? patiently(asked) : asked);
    await seen;
    if (answer.status < 500 || !kept) return answer;
  } catch {
    // No line: what follows is for that.
  }
  return kept || (await offlinePage());
}

const offlinePage = async () =>
  (await caches.match("/offline", { ignoreVary: true, cacheName: await frameName() })) || Response.error();

// The college's own files are anybody's; those of a course are its reader's, as its pages are.
async function file(request, url) {
  const own = url.pathname.startsWith("/static/") ? caches.match(request, { ignoreVary: true }) : keptPage(url);
  return (await own.catch(() => undefined)) || fetch(request);
}

const frameName = async () => `kept ${(await reader())?.mark} ${FRAME}`;

// The copy of a page, for the reader whom it belongs to, and while that sign-in may last.
async function keptPage(url) {
  const course = await ownCourse(url);
  // Asked by name: opening would make an empty one where all of it was forgotten meanwhile.
  return course && caches.match(url.pathname, { ignoreVary: true, cacheName: cacheName(course) });
}

async function ownCourse(url) {
  const found = COURSE.exec(url.pathname);
  const who = found && (await reader());
  if (!who || who.locked || Date.now() > who.until) return undefined;
  const course = await get("courses", found[1]);
  return course?.reader === who.mark ? course : undefined;
}

// Whether this page of the college is for the reader of what is kept; for another one, all of it goes.
async function whose(answer) {
  const isPage = answer.type === "basic" && answer.status < 500 && answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!isPage) return false;
  const mark = answer.headers.get("Reader-Mark") || "";
  return alone(async () => {
    const who = await reader();
    if (!who) return false;
    if (mark && mark !== who.mark) await forgetAll();
    else if (who.locked === Boolean(mark)) await put("state", { ...who, locked: !mark }, "reader");
    return mark === who.mark;
  });
}

// What the reader has just seen of a kept course is the newer copy.
async function refresh(event, answer, url) {
  const found = COURSE.exec(url.pathname);
  const course = found && (await get("courses", found[1]));
  const edition = answer.headers.get("Edition");
  if (!course || !edition) return;
  const same = answer.headers.get("Content-Language") === course.language;
  if (edition !== course.edition) event.waitUntil(renewal(course));
  else if (same && course.paths.includes(url.pathname) && mayKeep(answer)) {
    const copy = await plain(answer);
    await forReader(course.reader, async () => {
      if (await caches.has(cacheName(course))) await (await caches.open(cacheName(course))).put(url.pathname, copy);
    });
  }
}

const mayKeep = (answer) => answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control") || "no-store");

async function plain(answer) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Reader-Mark", "Edition"]) headers.delete(name);
  return new Response(await answer.blob(), { headers });
}

// Keeping a course.

async function keep(course, port) {
  const asked = await fetch(`/courses/${course}/kept`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!asked) return port.postMessage({ failed: "no_line" });
  const list = await asked.json().catch(() => ({}));
  if (!asked.ok) {
    // Closed to this reader now: a copy from before goes too.
    const before = (asked.status === 403 || asked.status === 404) && (await get("courses", course));
    if (before) await remove(course);
    if (before) await tell("removed", before.title);
    return port.postMessage({ failed: "refused", said: list.words });
  }
  const who = await reader();
  if (who && who.mark !== list.reader) await forget();
  try {
    const bytes = await fetchAll(list, (done, of) => port.postMessage({ done, of }));
    const { reader: mark, until, words, files, more, offline, ...rest } = list;
    const kept = { ...rest, reader: mark, bytes, paths: [list.home, ...list.pages, ...more], at: Date.now(), newer: false };
    await alone(async () => {
      if (!(await caches.has(cacheName(list)))) throw new Error("forgotten while it was fetched");
      await put("state", { mark, until, words, locked: false }, "reader");
      await put("courses", kept);
      await dropOthers(kept);
    });
    port.postMessage({ kept });
    return kept;
  } catch (fault) {
    const before = await get("courses", course);
    if (!before || cacheName(before) !== cacheName(list)) await caches.delete(cacheName(list));
    const failed = fault.name === "QuotaExceededError" ? "no_room" : "no_line";
    port.postMessage({ failed, said: list.words[failed] });
  }
}

// Everything is fetched into a place of its own; what was kept before stays until all of it is here.
async function fetchAll(list, told) {
  const cache = await caches.open(cacheName(list));
  const frame = await caches.open(`kept ${list.reader} ${FRAME}`);
  const wanted = [
    ...list.files.map((path) => [path.startsWith("/static/") ? frame : cache, path, true]),
    [frame, list.offline, false],
    ...[list.home, ...list.pages, ...list.more].map((path) => [cache, path, false]),
  ];
  let done = 0, bytes = 0;
  const next = async () => {
    for (let one = wanted.shift(); one; one = wanted.shift()) {
      const size = await fetchOne(...one, list.reader);
      bytes += size;
      told(++done, of);
    }
  };
  const of = wanted.length;
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return bytes;
}

async function fetchOne(cache, path, lasts, mark) {
  // What has its digest in its address need not be fetched again.
  const had = lasts && (await caches.match(path, { ignoreVary: true }));
  const answer = had || (await fetch(path));
  if (!had && !mayKeep(answer)) throw new Error(`not to be kept: ${path}`);
  if (!lasts && (answer.headers.get("Reader-Mark") || mark) !== mark) throw new Error("another reader");
  const copy = had || (await plain(answer));
  const size = (await copy.clone().blob()).size;
  await cache.put(path, copy);
  return size;
}

async function dropOthers(kept) {
  for (const name of await caches.keys())
    if (name.startsWith(`kept ${kept.reader} ${kept.course} `) && name !== cacheName(kept)) await caches.delete(name);
}

const remove = (slug) => alone(async () => {
  const course = await get("courses", slug);
  await drop("courses", slug);
  if (course) await caches.delete(cacheName(course));
});

// A new edition: fetched by itself, unless the reader saves data. Where there was no room for it, only its reader tries
// again: each try fetches all of it.
let renewing = false;
async function renewal(course) {
  if (course.newer === "no room") return;
  if (navigator.connection?.saveData) return outdated(course, "not fetched");
  if (renewing) return;
  renewing = true;
  try {
    let failed;
    const kept = await keep(course.course, { postMessage: (told) => { failed = told.failed; } });
    if (kept) await tell("renewed", kept.title);
    else if (failed === "no_room") await outdated(course, "no room");
  } finally {
    renewing = false;
  }
}

// Told once; the list of what is kept goes on saying it.
async function outdated(course, newer) {
  const noted = await forReader(course.reader, async () => {
    const now = await get("courses", course.course);
    return now?.edition === course.edition && !now.newer && put("courses", { ...now, newer });
  });
  if (noted) await tell("newer", course.title);
}

// Marking pages as read.

async function markRead(request, url) {
  const course = await ownCourse(url).catch(() => undefined);
  const at = course ? course.pages.indexOf(url.pathname) : -1;
  if (at < 0) return fetch(request);
  try {
    const answer = await patiently(fetch(request));
    if (answer.type === "opaqueredirect" || answer.status < 500) return answer;
  } catch {
    // Noted below instead.
  }
  const page = url.pathname.slice(course.home.length);
  const key = `${course.reader} ${course.course} ${page}`;
  // Pressed twice, it is one mark; the first press counts.
  const mark = { key, reader: course.reader, course: course.course, title: course.title, page, at: Date.now() };
  const noted = await forReader(course.reader, async () => (await get("marks", key)) || put("marks", mark));
  if (!noted) return offlinePage();
  await registration.sync?.register("marks").catch(() => {});
  return Response.redirect(course.pages[at + 1] || course.home, 303);
}

addEventListener("sync", (event) => event.waitUntil(send()));

// One at a time; asked for meanwhile, it is done once more, since the line may have come back in between.
let sending, again;
function send() {
  again = Boolean(sending);
  return (sending ||= sendAll().finally(() => { sending = null; }));
}

async function sendAll() {
  do {
    again = false;
    await sendMarks();
  } while (again);
}

async function sendMarks() {
  const marks = (await every("marks")).sort((one, other) => one.at - other.at);
  const who = await reader();
  if (!marks.length || !who) return;
  const asked = await fetch("/kept/reader", { headers: { Accept: "application/json" } }).catch(() => null);
  if (asked?.status === 401) {
    await forReader(who.mark, (now) => put("state", { ...now, locked: true }, "reader"));
    return tell("signed_out", marks.length);
  }
  if (!asked?.ok) return tell("waiting", marks.length);
  const me = await asked.json();
  // Never one reader's marks under another's name; the college compares as well.
  if (me.reader !== who.mark) return forget();
  let sent = 0;
  for (const course of new Set(marks.map((one) => one.course))) {
    const own = marks.filter((one) => one.course === course && one.reader === me.reader);
    for (let from = 0; from < own.length; from += MOST_MARKS)
      sent += await sendSome(course, own.slice(from, from + MOST_MARKS), me);
  }
  if (sent) await tell("sent", sent);
}

async function sendSome(course, marks, me) {
  const answer = await fetch(`/courses/${course}/read`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": me.token },
    body: JSON.stringify({ reader: me.reader, pages: marks.map((one) => one.page) }),
  }).catch(() => null);
  const closed = answer && (answer.status === 403 || answer.status === 404);
  if (!answer || !(answer.ok || closed)) return 0;
  for (const one of marks) await drop("marks", one.key);
  if (closed) await tell("refused", marks[0].title);
  return closed ? 0 : (await answer.json()).marked.length;
}

async function signOut(request) {
  await patiently(send()).catch(() => {});
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect") await forget().catch(() => {});
    return answer;
  } catch {
    return offlinePage();
  }
}

// Words with the pages.

addEventListener("message", (event) => {
  const { act, course } = event.data || {};
  const port = event.ports[0] || event.source;
  const acts = {
    here: async () => {
      const news = await get("state", "news");
      if (news) port.postMessage(news);
      const marks = await every("marks");
      if (marks.length) await send();
    },
    heard: () => drop("state", "news"),
    keep: () => keep(course, port),
    remove: async () => { await remove(course); port.postMessage({ removed: course }); },
    list: async () => {
      const who = await reader();
      const courses = (await every("courses")).filter((one) => one.reader === who?.mark);
      const marks = (await every("marks")).filter((one) => one.reader === who?.mark);
      port.postMessage({ courses, waiting: marks.length, locked: Boolean(who?.locked) });
    },
  };
  if (acts[act]) event.waitUntil(acts[act]().catch((fault) => port.postMessage({ failed: String(fault) })));
});
