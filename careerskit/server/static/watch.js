"use strict";
// A page that watches the session: the facilitator's, and the projector's.

const status = document.getElementById("status");
function say(words, failed = false) {
  status.classList.toggle("ck-failed", failed);
  status.textContent = "";
  status.textContent = words;
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

const PATIENCE = 45_000; // milliseconds: the server says something every 20 seconds, and silence is the only sign of a pulled cable
let tries = 0;
function watch() {
  let silence = 0;
  const lost = ({ code }) => {
    clearTimeout(silence);
    socket.onmessage = socket.onclose = null;
    socket.close();
    if (code === 1008) return say("This page cannot go on. Open the facilitator’s link again.", true);
    say("Not connected. It goes on by itself; what you see may be old.", true);
    setTimeout(watch, Math.min(5_000, 300 * 2 ** tries++) * (0.5 + Math.random()));
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, PATIENCE, {});
  };
  const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}${document.body.dataset.live}`);
  socket.onopen = () => {
    if (tries) say(document.body.classList.contains("projector") ? "" : "Connected again."); // on a wall, it would stay
    tries = 0;
    heard();
  };
  socket.onmessage = ({ data }) => {
    heard();
    for (const [name, html] of Object.entries(JSON.parse(data))) parts.show(name, html);
    count();
  };
  socket.onclose = lost;
}
parts.local(document);
count();
watch();
