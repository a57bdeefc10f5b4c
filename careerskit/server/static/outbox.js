// What goes out to the server: answers, after a short pause in typing, and buttons that were pressed.

import { channel, sendToWidget } from "./channel.js";
import { anyDrafts, removeDraft, saveDraft, storage } from "./drafts.js";
import { isPoint, isSpare, isTooLong, labelOf, pathOf } from "./models.js";
import { firstLine } from "./points.js";
import { say, sayDisconnected, sayFormStatus } from "./status.js";

const PAUSE = 150;                    // milliseconds without a keystroke after which an answer is sent
const MAX_DELAY = 2_000;              // milliseconds after which it is sent although typing continues
export const ANSWER_TIMEOUT = 15_000; // milliseconds without an answer after which the connection counts as lost

const pending = new Set(); // models whose answer is about to be sent

function storeDraft(model, ...sent) {
  if (!saveDraft(model, ...sent) && !channel.ready) sayDisconnected();
}

// A model's answer was changed here.
export function changeAnswer(model, value) {
  if (typeof value === "string") value = value.toWellFormed?.() ?? value;
  model.state[model.valueKey] = value;
  storeDraft(model);
  const now = performance.now();
  if (!pending.has(model)) model.changedAt = now;
  pending.add(model);
  clearTimeout(model.timer);
  model.edited = true;
  if (isSpare(pathOf(model))) sendAnswer(model); // at once: the next spare box is there when this one is finished
  else model.timer = setTimeout(sendAnswer, Math.min(PAUSE, model.changedAt + MAX_DELAY - now), model);
}

// The box of a model was left: the server then says what would make its answer clearer.
export function leaveBox(model) {
  if (model.edited && sendToWidget(model.id, { method: "custom", content: { event: "blur" } })) model.edited = false;
}

// What is sent of a model's answer: all of it, but for lines of a point that wait for a box of their own.
const toSend = (model) => isPoint(model) ? firstLine(model.state[model.valueKey]) : model.state[model.valueKey];
export const isOnItsWay = (model) => toSend(model) === model.sent;

// Sends a model's answer now, if it is waiting to be sent.
export function sendAnswer(model) {
  if (!pending.delete(model)) return;
  clearTimeout(model.timer);
  const value = toSend(model), path = pathOf(model);
  if (isTooLong(model)) {
    sayFormStatus();
  } else if (value === model.sent) { // typed and undone: there is nothing to send, so nothing will be confirmed
    if (path && model.state[model.valueKey] === model.saved) removeDraft(path);
  } else if (sendToWidget(model.id, { method: "update", state: { [model.valueKey]: value } })) {
    model.sent = value;
    storeDraft(model, value);
    if (path) channel.connection.expectMessage(ANSWER_TIMEOUT);
  } else if (!path) { // not an answer that is kept in this browser
    say(`“${labelOf(model.element)}” did not work: not connected. Try again when you are connected.`, true);
  }
}
export const sendAllAnswers = () => [...pending].forEach(sendAnswer);
export const isPending = (model) => pending.has(model);
export const anyPending = () => pending.size > 0;

// The page is about to be built again: nothing is sent to its old widgets. The drafts stay.
export function discardPending() {
  pending.forEach((model) => clearTimeout(model.timer));
  pending.clear();
}

let lastPress = 0, lastKey = 0;
document.addEventListener("input", ({ isTrusted, timeStamp }) => { if (isTrusted) lastKey = timeStamp; }, true);
// Whether somebody has typed since a button was pressed: then what the button did must not take the focus away.
export const typedSincePress = () => lastKey > lastPress;

export function pressButton(model, name) {
  lastPress = performance.now();
  sendAllAnswers(); // what was typed before comes first
  if (sendToWidget(model.id, { method: "custom", content: { event: "click" } })) return;
  say(`“${name}” did not work: not connected. Try again when you are connected.`, true);
}

// ---- Leaving the page

const LEAVING = 1_500; // milliseconds that a link waits for the last answers to be saved

let leave = null; // goes where the link that was followed leads
addEventListener("pagehide", sendAllAnswers);
document.addEventListener("visibilitychange", sendAllAnswers);
addEventListener("beforeunload", (event) => { // the browser asks whether to leave
  if (!storage.works && !channel.ready && anyDrafts()) event.preventDefault();
});

// A link is followed once the last answers are saved: then neither the next page nor a colleague's later answer meets a draft of ours.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.origin !== location.origin || link.pathname === location.pathname || link.target) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  sendAllAnswers();
  if (!channel.ready || !anyDrafts()) return;
  event.preventDefault();
  say("Saving…");
  leave = () => { leave = null; location.assign(link.href); };
  setTimeout(() => leave?.(), LEAVING);
});
export function leaveIfSaved() {
  if (leave && !anyDrafts()) leave();
}
