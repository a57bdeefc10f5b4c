// Time that runs out, counted down here, so that the server need not send it every second: of a block, and of groups.

// Shows it in each element with data-until, the end. data-over: the whole minutes by which a block that overran was extended.
export function countDown() {
  for (const clock of document.querySelectorAll("[data-until]")) {
    const minutes = (new Date(clock.dataset.until) - Date.now()) / 60_000 - (clock.dataset.over ?? 0);
    const whole = Math.abs(minutes) < 1 ? "less than a minute" : `${minutes > 0 ? Math.ceil(minutes) : Math.floor(-minutes)} min`;
    const text = minutes >= 0 ? `${whole} left` : `${whole} over`;
    clock.classList.toggle("late", minutes < 0);
    if (clock.textContent !== text) clock.textContent = text;
  }
}

export function startCountdown() {
  countDown();
  setInterval(countDown, 1_000);
}
