"use strict";
// A page that waits for room: it asks again by itself, and goes on only when there is some, so that nothing jumps meanwhile.
const seconds = Number(document.body.dataset.refresh);
async function ask() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
  else setTimeout(ask, seconds * 1_000 * (0.75 + Math.random() / 2));
}
setTimeout(ask, seconds * 1_000);
