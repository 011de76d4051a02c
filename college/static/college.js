// What every page gains from a script; all of it works without.

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  // A link to a field puts the field's label on the screen too, not only the box.
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// A second press within a few seconds is the same press.
const SAME_PRESS_MS = 6000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const last = Number(form.dataset.sent || 0);
  if (Date.now() - last < SAME_PRESS_MS) event.preventDefault();
  else form.dataset.sent = Date.now();
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-dismiss]")) {
  button.hidden = false;
  button.addEventListener("click", () => button.closest(".notice, .alert")?.remove());
}

// Where courses are kept on this device, their worker says what waits for the line and what was sent. An exam is left alone.
const TRY_AGAIN_MS = 10000;
const workers = navigator.serviceWorker;
if (workers?.controller && !location.pathname.startsWith("/attempts/")) {
  const here = () => workers.controller?.postMessage({ act: "here" });
  let told;
  workers.addEventListener("message", ({ data }) => {
    if (!data.said) return;
    if (!told) {
      told = document.createElement("p");
      told.className = "notice";
      told.setAttribute("role", "status");
      document.querySelector("main").prepend(told);
    }
    told.textContent = data.said;
    if (data.waits) setTimeout(here, TRY_AGAIN_MS); // not every line that comes back says so
    else workers.controller?.postMessage({ act: "heard" });
  });
  workers.startMessages();
  addEventListener("online", here);
  here();
}
