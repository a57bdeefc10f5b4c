// What is projected is turned over like pages: as much at a time as fits on the screen, in large type.

const TURN_TIME = 12_000; // milliseconds that a page is shown
const FITS = "(min-width: 40rem) and (min-height: 25rem)"; // as in page.css. On a smaller screen everything is there, to scroll
const SCREENS = "[data-screen], .poll", ITEMS = "li, tbody tr";
const SMALLEST = 0.5; // of the usual size, for one item that does not fit by itself

// Returns the first item of each page and the one after its last: as few pages as hold them all, with as many on each where they fit.
function split(count, fits) {
  const full = [];
  for (let from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && fits(from, to + 1);) to++;
    full.push([from, to]);
  }
  const each = Math.ceil(count / full.length);
  const even = full.map((_, page) => [page * each, Math.min((page + 1) * each, count)]);
  return even.every(([from, to]) => from < to && fits(from, to)) ? even : full;
}

// root: the element whose screens are turned over. controls: the one with the buttons #previous, #turned (pause) and #following,
// and the output #turn. Both stay; what is in root may be replaced at any time. While something in it has data-held, nothing turns by
// itself.
export function initTurning(root, controls) {
  const is = (query) => matchMedia(query).matches;
  const [previous, pause, following, place] = ["previous", "turned", "following", "turn"].map((id) => controls.querySelector(`#${id}`));
  const isHeld = () => Boolean(root.querySelector("[data-held]")); // a frozen board stays as it is while it is talked about
  let pages = [], at = 0, timer = 0, paused = is("(prefers-reduced-motion: reduce)");

  function measure() {
    const screens = [...root.querySelectorAll(SCREENS)], all = [];
    const show = (one) => screens.forEach((screen) => { screen.hidden = screen !== one; });
    const floor = root.getBoundingClientRect().bottom;
    for (const [number, screen] of screens.entries()) {
      const items = [...screen.querySelectorAll(ITEMS)];
      items.forEach((item) => { item.hidden = false; item.style.fontSize = ""; });
      show(screen);
      const boxes = items.map((item) => item.getBoundingClientRect()), { bottom } = screen.getBoundingClientRect();
      if (bottom <= floor || !items.length) {
        all.push({ number, screen, items, from: 0, to: items.length });
        continue;
      }
      const rest = bottom - boxes.at(-1).bottom; // what stands below the last item
      const fits = (from, to) => boxes[0].top + boxes[to - 1].bottom - boxes[from].top + rest <= floor;
      for (const [from, to] of split(items.length, fits)) all.push({ number, screen, items, from, to });
    }
    return all;
  }

  // Which page was shown stays known when its screen is rendered again, and others stand before it.
  const keyOf = (page) => page && `${page.screen.id || page.number} ${page.items[page.from]?.id || page.from}`;

  function show(index) {
    at = pages.length ? (index + pages.length) % pages.length : 0;
    const page = pages[at];
    for (const screen of new Set(pages.map((one) => one.screen))) screen.hidden = screen !== page.screen;
    page?.items.forEach((item, number) => { item.hidden = number < page.from || number >= page.to; });
    if (page?.to === page?.from + 1) shrink(page);
    controls.hidden = pages.length < 2;
    pause.hidden = isHeld();
    const text = `${at + 1} of ${pages.length}`;
    if (place.textContent !== text) place.textContent = text;
  }

  function shrink({ screen, items, from }) {
    const floor = root.getBoundingClientRect().bottom;
    for (let size = 0.95; size >= SMALLEST && screen.getBoundingClientRect().bottom > floor; size -= 0.05) {
      items[from].style.fontSize = `${size}em`;
    }
  }

  function layOut() {
    const key = keyOf(pages[at]);
    pages = is(FITS) ? measure() : [];
    if (!is(FITS)) for (const one of root.querySelectorAll("[hidden]")) one.hidden = false;
    const same = pages.findIndex((page) => keyOf(page) === key);
    show(same < 0 ? Math.min(at, Math.max(0, pages.length - 1)) : same);
  }

  function run() {
    clearInterval(timer);
    if (!paused) timer = setInterval(() => { if (!isHeld()) show(at + 1); }, TURN_TIME);
    pause.textContent = paused ? "Turn by itself" : "Pause";
  }

  previous.addEventListener("click", () => { show(at - 1); run(); });
  following.addEventListener("click", () => { show(at + 1); run(); });
  pause.addEventListener("click", () => { paused = !paused; run(); });
  let shown = root.querySelector("[data-show]")?.dataset.show;
  new MutationObserver(() => {
    const now = root.querySelector("[data-show]")?.dataset.show;
    if (now !== shown) { // something else, from its start
      [shown, pages, at] = [now, [], 0];
      run();
    }
    layOut();
  }).observe(root, { childList: true });
  addEventListener("resize", layOut);
  layOut();
  run();
}
