"use strict";
// The parts of a page that belong to the live session: shown anew when the server says so, and forms whose answer is said aloud.
// And the line to the server that every such page has. The page's own script gives respond(words, failed).

// A websocket that is opened again when it is lost. opened is optional. heard gets each message. lost gets the code it was closed
// with, if there is one, and returns whether to go on.
function line(path, { opened, heard, lost }) {
  let socket, again, silence;
  const shut = () => {
    clearTimeout(again);
    silence = clearTimeout(silence);
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null; // a late one must not speak for the one after it
    socket?.close();
  };
  const it = {
    tries: 0, // since it worked last: whoever knows that it does sets it back
    open() {
      shut();
      socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}${path}`);
      socket.onopen = opened;
      socket.onmessage = ({ data }) => {
        silence = clearTimeout(silence);
        heard(JSON.parse(data));
      };
      socket.onclose = ({ code }) => it.lose(code);
    },
    lose(code) {
      shut();
      if (!lost(code)) return;
      again = setTimeout(it.open, Math.min(5_000, 300 * 2 ** it.tries++) * (0.5 + Math.random())); // not everyone at the same moment
    },
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    expect(patience) { silence ??= setTimeout(it.lose, patience); }, // a cable pulled out closes nothing: silence is the only sign
  };
  return it;
}

// What the Tab key reaches in a part; and the first that can have the focus gets it. What was pressed may be gone when the part is
// shown anew: then what took its place gets the focus, or the nearest before it.
const reached = (place) => [...place.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")];
const focusFirst = (all) => all.some((one) => (one.focus({ preventScroll: true }), one === document.activeElement));

// While something is pressed, nothing is replaced: a button that goes before the finger is up was never pressed. Nor is a list that
// one may be choosing from.
let pressed = 0;
const later = new Map(); // name of a part -> its newest HTML
const press = () => {
  clearTimeout(pressed);
  pressed = setTimeout(release, 5_000); // some systems never say that the finger is up
};
const release = () => setTimeout(() => { // after the click that comes with it
  clearTimeout(pressed);
  pressed = 0;
  const shown = [...later];
  later.clear();
  for (const [name, html] of shown) parts.show(name, html);
});
document.addEventListener("pointerdown", ({ button }) => { if (!button) press(); });
for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, release); // who looks elsewhere has let go
document.addEventListener("keydown", ({ key }) => { if (key === " ") press(); });
document.addEventListener("keyup", ({ key }) => { if (key === " ") release(); });
for (const kind of ["change", "focusout"]) document.addEventListener(kind, ({ target }) => { if (target.localName === "select") release(); });
const isBusy = (place) => pressed || (document.activeElement.localName === "select" && place.contains(document.activeElement));

const parts = {
  // Shows a part. What has the focus, what is open and what was typed and not sent is the same afterwards.
  show(name, html) {
    const place = document.querySelector(`[data-part="${name}"]`);
    if (!place) return;
    if (isBusy(place)) return void later.set(name, html);
    const made = document.createElement("template");
    made.innerHTML = html;
    const at = document.activeElement, nth = reached(place).indexOf(at);
    const marked = [at.selectionStart, at.selectionEnd, at.selectionDirection];
    const open = [...place.querySelectorAll("details[open]")].map((one) => one.id);
    const typed = [...place.querySelectorAll("input[id], textarea[id], select[id]")].filter((one) => one.dataset.touched);
    place.replaceChildren(made.content);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const one of typed) {
      const now = document.getElementById(one.id);
      if (!now) {
        if (one.value && one.type === "text") respond(`This has just closed. You had typed: ${one.value}`, true);
        continue;
      }
      [now.value, now.checked] = [one.value, one.checked];
      now.dataset.touched = "yes";
    }
    if (nth >= 0) {
      const again = at.id && document.getElementById(at.id), now = reached(place);
      focusFirst([...(again ? [again] : []), ...now.slice(nth), ...now.slice(0, nth).reverse(), document.getElementById("main")]);
      if (again && typeof marked[0] === "number") again.setSelectionRange(...marked);
    }
    parts.local(place);
  },
  // Times are the reader's own.
  local(place) {
    for (const time of place.querySelectorAll("time[datetime]")) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    }
  },
};

// What is typed into a box with data-kept is there again on the next page, until it is sent.
const keptAs = (box) => `careerskit ${location.pathname.split("/", 3).join("/")} ${box.id}`;
const keep = (box) => { try { sessionStorage.setItem(keptAs(box), box.value); } catch { /* a browser that keeps nothing */ } };
for (const box of document.querySelectorAll("[data-kept]")) {
  try { box.value ||= sessionStorage.getItem(keptAs(box)) ?? ""; } catch { /* see above */ }
  if (box.value) box.closest("details")?.setAttribute("open", "");
}

document.addEventListener("input", ({ target }) => {
  if (target.closest("form[data-act]")) target.dataset.touched = "yes";
  if ("kept" in target.dataset) keep(target);
});
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sending) return; // pressed twice
  form.dataset.sending = "yes";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const sent = [...form.elements].filter((one) => one.id).map(({ id, value, checked }) => [id, value, checked]);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.headers.get("content-type")?.includes("json")) return respond("That did not work. Reload the page.", true);
    const told = await answer.json();
    respond(told.error ?? told.text, Boolean(told.error));
    if (told.error) return;
    for (const [id, value, checked] of sent) { // what was typed since then is not sent yet
      const now = document.getElementById(id);
      if (now?.value !== value || now.checked !== checked) continue;
      delete now.dataset.touched;
      if (!("clear" in form.dataset) || now.type === "submit") continue;
      [now.value, now.checked] = [now.defaultValue ?? now.value, Boolean(now.defaultChecked)];
      if ("kept" in now.dataset) keep(now);
    }
  } catch {
    respond("That did not work: there is no connection. Try again in a moment.", true);
  } finally {
    delete form.dataset.sending;
  }
});
