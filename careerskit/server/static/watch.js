"use strict";
// A page that watches the session: the facilitator's, and the projector's.

const status = document.getElementById("status");
let going = 0;
function say(words, failed = false) {
  status.classList.toggle("ck-failed", failed);
  status.textContent = "";
  status.textContent = words;
  clearTimeout(going);
  if (!failed) going = setTimeout(() => (status.textContent = ""), 30_000); // read or not, it is old then, and covers the page
}

const respond = say;

// The time that is left in a block, counted down here: the server need not say it every second. A block that runs over has been given
// whole minutes more, and those are over.
function count() {
  for (const one of document.querySelectorAll("[data-until]")) {
    const minutes = (new Date(one.dataset.until) - Date.now()) / 60_000 - one.dataset.over;
    const whole = Math.abs(minutes) < 1 ? "less than a minute" : `${minutes > 0 ? Math.ceil(minutes) : Math.floor(-minutes)} min`;
    const words = minutes >= 0 ? `${whole} left` : `${whole} over`;
    one.classList.toggle("late", minutes < 0);
    if (one.textContent !== words) one.textContent = words;
  }
}
setInterval(count, 1_000);

const PATIENCE = 45_000; // milliseconds: the server says something every 20 seconds
const live = line(document.body.dataset.live, {
  opened() {
    if (live.tries) say(document.body.classList.contains("projector") ? "" : "Connected again."); // on a wall, it would stay
    live.tries = 0;
    live.expect(PATIENCE);
  },
  heard(news) {
    live.expect(PATIENCE);
    for (const [name, html] of Object.entries(news)) parts.show(name, html);
    count();
  },
  lost(code) {
    const over = code === 1008;
    say(over ? "This page has stopped working. Open the facilitator’s link again." : "Not connected. It will reconnect by itself. What you see may be out of date.", true);
    return !over;
  },
});
parts.local(document);
count();
live.open();
