// A step of a delegate's workbook. The server sends ipywidgets' models over one websocket, in ipywidgets' own messages, and each is
// shown here as plain HTML. What goes back is the value of a control, or that a button was pressed.
//
// An answer's way: widgets.js (input) -> outbox.js (draft, pause) -> channel.js (sent) -> messages.js (saved).

import { channel } from "./channel.js";
import { createConnection } from "./connection.js";
import { startCountdown } from "./countdown.js";
import { anyDrafts } from "./drafts.js";
import { holdFocus, withBox } from "./focus.js";
import { handleMessage, reopen, restoreDrafts, show } from "./messages.js";
import { allIds, allPaths, idAt, models } from "./models.js";
import { ANSWER_TIMEOUT, anyPending, discardPending } from "./outbox.js";
import { moveWaitingLines } from "./points.js";
import { initForms } from "./session_forms.js";
import { initParts } from "./session_parts.js";
import { form, LOADING, OVERWRITES, pageHasForm, PAUSED, report, say, sayDisconnected, saidLast, saysFailure } from "./status.js";

// Each time the connection returns, the page is built again from the store, and drafts are shown in it again.
let restoreFocus = null; // set while the page is being built
let pathsBefore = [];    // of the answers that the page had, when it was last built

function receive(messages) {
  if (!restoreFocus) {
    restoreFocus = holdFocus(show);
    pathsBefore = allPaths().filter((path) => document.getElementById(`c-${idAt(path)}`)?.isConnected);
    discardPending();
    models.clear();
  }
  messages.forEach(handleMessage);
  if (!channel.ready && messages.some(({ content }) => content.data?.ready)) becomeReady();
  if (channel.ready) moveWaitingLines();
  if (anyDrafts() && !anyPending() && !saysFailure()) connection.expectMessage(ANSWER_TIMEOUT);
}
function becomeReady() {
  channel.ready = true;
  restoreDrafts(allIds());
  reopen(pathsBefore);
  restoreFocus();
  if (!pathsBefore.length) followLink();
  if (form.overwrites) say(OVERWRITES);
  else if (connection.attempts) say(anyDrafts() ? "Connected again. Saving what you typed." : "Connected again.");
  else if ([LOADING, PAUSED].includes(saidLast())) say("");
  connection.attempts = 0;
}
// A link to an answer of this step: its box has the focus, and what it belongs to is open. A link to a list of cards leads to the
// button that adds one.
function followLink() {
  let path = "";
  try { path = decodeURIComponent(location.hash.slice(1)); } catch { /* It is no address of ours. */ }
  const add = /^[a-z_]+$/.test(path) && document.querySelector(`.ck-list-${path} > .ck-buttons button`);
  if (add) add.focus();
  else if (path) withBox(path, show, (box) => { box.focus(); box.closest(".field")?.scrollIntoView({ block: "center" }); });
}
addEventListener("hashchange", followLink);
addEventListener("click", ({ target }) => { // the same link again changes no address
  const link = target.closest?.("a[href]");
  if (link?.hash && link.href === location.href) followLink();
});
function disconnect(code) {
  Object.assign(channel, { ready: false, closeCode: code, idle: code === 4000 });
  restoreFocus = null;
  sayDisconnected();
  return !channel.idle && code !== 1008;
}
const connection = createConnection(`${location.pathname}/live`, { onMessage: receive, onLost: disconnect });
channel.connection = connection;

function resume() {
  if (!channel.idle || document.hidden) return;
  channel.idle = false;
  connection.open();
}
for (const type of ["pointerdown", "keydown", "click"]) document.addEventListener(type, resume, true);
document.addEventListener("visibilitychange", resume);
addEventListener("offline", () => { if (channel.ready) connection.lose(); });
addEventListener("online", () => { if (!channel.ready && connection.attempts) connection.open(); });
// Going back may show this page as it was left: its drafts may have been saved, and changed since then.
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });

// On a low screen the list of steps scrolls on its own: the one that is open is in its middle, if it was below.
const steps = document.querySelector(".steps"), current = steps.querySelector("[aria-current]");
steps.scrollTop = current.offsetTop - steps.clientHeight / 2;

initParts(report);
initForms(report);
startCountdown();
if (pageHasForm) say(LOADING);
if (pageHasForm || document.querySelector("[data-part]")) connection.open();
