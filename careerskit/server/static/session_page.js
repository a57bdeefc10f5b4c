// A page that follows the session: the facilitator's, and the projector's.

import { createConnection } from "./connection.js";
import { initCopy } from "./copy.js";
import { startCountdown } from "./countdown.js";
import { initForms } from "./session_forms.js";
import { initParts, showPart } from "./session_parts.js";
import { initTabs } from "./tabs.js";
import { readingTime, showLocalTimes } from "./times.js";
import { initTurning } from "./turning.js";

const MESSAGE_TIMEOUT = 45_000; // milliseconds: the server sends something every 20 seconds

const REST_TIME = 3_000; // milliseconds without a movement

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

// While the mouse moves, the projector has its controls.
function initResting() {
  let timer = 0;
  addEventListener("pointermove", () => {
    document.body.classList.add("in-use");
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.remove("in-use"), REST_TIME);
  });
}

const connection = createConnection(document.body.dataset.live, {
  onOpen() {
    if (connection.attempts) say("Connected again.");
    connection.attempts = 0;
    connection.expectMessage(MESSAGE_TIMEOUT);
  },
  onMessage(parts) {
    connection.expectMessage(MESSAGE_TIMEOUT);
    for (const [name, html] of Object.entries(parts)) showPart(name, html);
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
  initResting();
  initTurning(document.querySelector('[data-part="shown"]'), document.getElementById("turning"));
} else {
  initTabs(document.querySelector("[data-tabs]"));
  initCopy(say, "Copied.");
}
showLocalTimes(document);
startCountdown();
connection.open();
