// The parts of a page that belong to the live session: shown again whenever the server sends new HTML of them.

import { countDown } from "./countdown.js";
import { showLocalTimes } from "./times.js";

const MAX_PRESS = 5_000; // milliseconds after which a press is over: some systems never say that the pointer was released

// ---- While something is pressed, no part is replaced: a button that is replaced before the pointer is released was never clicked.
// Nor is a part replaced while somebody may be choosing from one of its lists.
let pressTimer = 0;
const postponed = new Map(); // name of a part -> its newest HTML

function startPress() {
  clearTimeout(pressTimer);
  pressTimer = setTimeout(endPress, MAX_PRESS);
}
function endPress() {
  setTimeout(() => { // after the click that follows
    clearTimeout(pressTimer);
    pressTimer = 0;
    const parts = [...postponed];
    postponed.clear();
    for (const [name, html] of parts) showPart(name, html);
  });
}
document.addEventListener("pointerdown", ({ button }) => { if (!button) startPress(); });
for (const type of ["pointerup", "pointercancel", "blur"]) addEventListener(type, endPress);
document.addEventListener("keydown", ({ key }) => { if (key === " ") startPress(); });
document.addEventListener("keyup", ({ key }) => { if (key === " ") endPress(); });
for (const type of ["change", "focusout"]) {
  document.addEventListener(type, ({ target }) => { if (target.localName === "select") endPress(); });
}
const isBusy = (part) => pressTimer || (document.activeElement.localName === "select" && part.contains(document.activeElement));

// ---- The focus. What was pressed may be gone when its part is shown again.
const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const focusableIn = (part) => [...part.querySelectorAll(FOCUSABLE)];
const focusFirst = (elements) => elements.some((one) => (one.focus({ preventScroll: true }), one === document.activeElement));

let report = () => {};

// reporter: a function that says a text in the page's status line: (text, failed).
export function initParts(reporter) {
  report = reporter;
}

// Shows a part. What has the focus, what is open, and what was typed and not sent stay as they were.
export function showPart(name, html) {
  const part = document.querySelector(`[data-part="${name}"]`);
  if (!part) return;
  if (isBusy(part)) return void postponed.set(name, html);
  const template = document.createElement("template");
  template.innerHTML = html;
  const focused = document.activeElement, position = focusableIn(part).indexOf(focused);
  const selection = [focused.selectionStart, focused.selectionEnd, focused.selectionDirection];
  const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
  const typed = [...part.querySelectorAll("input[id], textarea[id], select[id]")].filter((one) => one.dataset.touched);
  part.replaceChildren(template.content);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  typed.forEach(restoreTyped);
  if (position >= 0) {
    const same = focused.id && document.getElementById(focused.id), now = focusableIn(part);
    const nearest = [...now.slice(position), ...now.slice(0, position).reverse(), document.getElementById("main")];
    focusFirst([...(same ? [same] : []), ...nearest]);
    if (same && typeof selection[0] === "number") same.setSelectionRange(...selection);
  }
  showLocalTimes(part);
  countDown();
}

function restoreTyped(old) {
  const now = document.getElementById(old.id);
  if (now) {
    [now.value, now.checked] = [old.value, old.checked];
    now.dataset.touched = "yes";
  } else if (old.value && old.type === "text") {
    report(`This has just closed. You had typed: ${old.value}`, true);
  }
}
