// Shows times in the reader's own time zone.

export function showLocalTimes(container) {
  for (const time of container.querySelectorAll("time[datetime]")) {
    time.textContent = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
}
