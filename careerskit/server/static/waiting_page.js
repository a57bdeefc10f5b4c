// A page that waits until the session has room: it asks again by itself, and reloads only when there is room, so that nothing moves
// meanwhile.

const refreshTime = Number(document.body.dataset.refresh) * 1_000; // milliseconds
async function ask() {
  const response = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (response?.ok) location.reload();
  else setTimeout(ask, refreshTime * (0.75 + Math.random() / 2));
}
setTimeout(ask, refreshTime);
