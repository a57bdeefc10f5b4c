// A page that follows the session: the facilitator's, and the projector's.

import { createConnection } from "./connection.js";
import { initCopy } from "./copy.js";
import { initForms } from "./session_forms.js";
import { initParts, showPart } from "./session_parts.js";
import { initTabs } from "./tabs.js";
import { readingTime, showLocalTimes } from "./times.js";
import { initTurning } from "./turning.js";

const MESSAGE_TIMEOUT = 45_000; // milliseconds: the server sends something every 20 seconds

const isProjector = document.body.classList.contains("projector");
const line = document.getElementById("status");
let statusTimer = 0;
function say(text, failed = false) {
  if (isProjector && !failed) text = ""; // on a wall, it would stay
  line.classList.toggle("ck-failed", failed);
  line.textContent = "";
  line.textContent = text;
  clearTimeout(statusTimer);
  if (!failed) statusTimer = setTimeout(() => (line.textContent = ""), readingTime(text)); // it covers the page; an error stays
}

// The time left in a block, counted down here, so that the server need not send it every second. data-over: the whole minutes by
// which a block that overran was extended.
function countDown() {
  for (const clock of document.querySelectorAll("[data-until]")) {
    const minutes = (new Date(clock.dataset.until) - Date.now()) / 60_000 - clock.dataset.over;
    const whole = Math.abs(minutes) < 1 ? "less than a minute" : `${minutes > 0 ? Math.ceil(minutes) : Math.floor(-minutes)} min`;
    const text = minutes >= 0 ? `${whole} left` : `${whole} over`;
    clock.classList.toggle("late", minutes < 0);
    if (clock.textContent !== text) clock.textContent = text;
  }
}
setInterval(countDown, 1_000);

const connection = createConnection(document.body.dataset.live, {
  onOpen() {
    if (connection.attempts) say("Connected again.");
    connection.attempts = 0;
    connection.expectMessage(MESSAGE_TIMEOUT);
  },
  onMessage(parts) {
    connection.expectMessage(MESSAGE_TIMEOUT);
    for (const [name, html] of Object.entries(parts)) showPart(name, html);
    countDown();
  },
  onLost(code) {
    const isOver = code === 1008;
    say(isOver ? "This page has stopped working. Open the facilitator’s link again." : "Not connected. It will reconnect by itself. What you see may be out of date.", true);
    return !isOver;
  },
});

initParts(say);
initForms(say);
if (isProjector) {
  initTurning(document.querySelector('[data-part="shown"]'), document.getElementById("turning"));
} else {
  initTabs(document.querySelector("[data-tabs]"));
  initCopy(say, "Copied.");
}
showLocalTimes(document);
countDown();
connection.open();
