"use strict";
// The parts of a page that belong to the live session: shown anew when the server says so, and forms whose answer is said aloud.
// The page's own script gives say(words, failed).

const parts = {
  // Shows a part. What has the focus, what is open and what was typed and not sent is the same afterwards.
  show(name, html) {
    const place = document.querySelector(`[data-part="${name}"]`);
    if (!place) return;
    const made = document.createElement("template");
    made.innerHTML = html;
    const at = document.activeElement, inside = place.contains(at) && at.id;
    const open = [...place.querySelectorAll("details[open]")].map((one) => one.id);
    const typed = [...place.querySelectorAll("input[id], textarea[id], select[id]")].filter((one) => one.dataset.touched);
    place.replaceChildren(made.content);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const one of typed) {
      const now = document.getElementById(one.id);
      if (!now) continue;
      [now.value, now.checked] = [one.value, one.checked];
      now.dataset.touched = "yes";
    }
    if (inside) document.getElementById(inside)?.focus({ preventScroll: true });
    parts.local(place);
  },
  // Times are the reader's own.
  local(place) {
    for (const time of place.querySelectorAll("time[datetime]")) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    }
  },
};

document.addEventListener("input", ({ target }) => { if (target.closest("form[data-act]")) target.dataset.touched = "yes"; });
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  for (const one of form.elements) delete one.dataset.touched;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    say(told.error ?? told.said, Boolean(told.error));
    if (!told.error && "clear" in form.dataset) form.reset();
  } catch {
    say("This was not done: there is no connection. Try again in a moment.", true);
  }
});
