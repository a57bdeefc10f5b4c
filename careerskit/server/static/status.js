// The status line of a step's page. It is the one live region of the page: it always stays, and only its text changes, so that
// screen readers announce it.

import { channel } from "./channel.js";
import { storage } from "./drafts.js";
import { isTooLong, labelOf, MAX_LENGTH, models } from "./models.js";
import { readingTime } from "./times.js";

export const LOADING = "Loading…";
export const PAUSED = "Paused while you were away. It resumes when you carry on.";
export const OVERWRITES = "While you were not connected, a colleague changed an answer that you changed too. Yours is newer, so it replaces theirs.";
const OFFLINE = "Not connected. Carry on typing: your answers are kept in this browser, and saved when you are connected again.";
const OFFLINE_UNSTORED = "Not connected. Carry on typing and keep this page open: your answers will be saved when you are connected again.";
const OFFLINE_UNLOADED = "The form has not loaded: there is no connection, or the room is full. It will load by itself.";
const OFFLINE_NO_FORM = "Not connected. This page will update when you are connected again.";
const STOPPED = "This page has stopped working. Reload it: what you typed is kept in this browser.";
const STOPPED_UNSTORED = "This page has stopped working, and this browser cannot keep your latest answer. Copy it, then reload the page.";

const line = document.getElementById("status");
export const pageHasForm = Boolean(document.querySelector("[data-cell]")); // a page to read takes part in the session too

// What the form on the server said last, and whether it is bad news. overwrites: what is typed here replaces what a colleague
// saved meanwhile: shown until somebody types on.
export const form = { text: "", failed: false, overwrites: false };

export function say(text, failed = false) {
  line.classList.toggle("ck-failed", failed);
  if (line.textContent !== text) line.textContent = text;
}
export const saidLast = () => line.textContent;
export const saysFailure = () => line.classList.contains("ck-failed");

// Says what became of something that was pressed, and after a while again how the form is. It must not hide that something isn't
// saved.
let reportTimer = 0;
export function report(text, failed = false) {
  clearTimeout(reportTimer);
  const both = form.failed ? `${text} ${form.text}` : text;
  say(both, failed || form.failed);
  if (!saysFailure()) reportTimer = setTimeout(() => { if (saidLast() === both) sayFormStatus(); }, readingTime(both));
}

export function sayFormStatus() {
  const long = [...models.values()].find(isTooLong);
  if (!long) return say(form.overwrites ? `${OVERWRITES} ${form.text}` : form.text, form.failed);
  const [limit, length] = [MAX_LENGTH, long.state[long.valueKey].length].map((count) => count.toLocaleString("en-GB"));
  say(`“${labelOf(long.element)}” is too long to be saved: the limit is ${limit} characters and you have ${length}.`, true);
}

export function sayDisconnected() {
  if (channel.idle) say(PAUSED);
  else if (channel.closeCode === 1008) say(storage.works ? STOPPED : STOPPED_UNSTORED, true);
  else if (!pageHasForm) say(OFFLINE_NO_FORM, true);
  else say(!models.size ? OFFLINE_UNLOADED : storage.works ? OFFLINE : OFFLINE_UNSTORED, true);
}
