// Times: how long a message takes to read, and moments in the reader's own time zone; those with data-day after their day.

const TIME = { hour: "2-digit", minute: "2-digit" }, DAY = { day: "numeric", month: "long", year: "numeric" };

// Milliseconds for which a message stays that nobody has to act on: long enough to notice it and to read it slowly.
export const readingTime = (text) => 5_000 + 80 * text.length;

export function showLocalTimes(container) {
  for (const time of container.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime), day = "day" in time.dataset ? `${moment.toLocaleDateString("en-GB", DAY)} at ` : "";
    time.textContent = day + moment.toLocaleTimeString("en-GB", TIME);
  }
}
