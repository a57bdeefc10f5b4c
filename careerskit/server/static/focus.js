// Keeps the focus and the selection where they are while the page changes around them, and moves it to the box of an answer.

import { allPaths, idAt, isSpare, page, pathOf, placeOf } from "./models.js";

const main = document.getElementById("main");
let wanted = null; // an answer whose box is not on the page yet: its path, and what to do when it is

// Calls back with the box of an answer, or the first box of a list or group. Where it is not on the page yet, show is called with
// the path of what shows it; the page calls focusWanted when it has more boxes.
export function withBox(path, show, callback) {
  const element = boxAt(path);
  wanted = element ? null : { path, callback };
  if (element) return callback(element);
  const toggle = Object.keys(page.toggles).find((start) => path.startsWith(start) || start.startsWith(`${path}.`))
    ?? Object.keys(page.toggles).find((start) => start.startsWith(`${path}[`));
  if (toggle) show(toggle);
}
export function focusWanted() {
  const element = wanted && boxAt(wanted.path);
  if (!element) return;
  const { callback } = wanted;
  wanted = null;
  callback(element);
}
function boxAt(path) {
  const isBelow = (one) => one.startsWith(`${path}[`) || one.startsWith(`${path}.`) || one.startsWith(`${path}#`);
  const found = [path, ...page.spares.filter(isBelow), ...allPaths().filter(isBelow)];
  return found.map((one) => document.getElementById(`c-${idAt(one)}`)).find((one) => one?.isConnected);
}

// Remembers what has the focus. Returns a function that gives it back: to the same element, or to what took its place when rows
// moved or the page was built again. show (optional): shows a box that is not on the page, see withBox.
export function holdFocus(show) {
  const focused = document.activeElement, text = focused.textContent;
  const before = pathOf({ id: focused.id.slice(2) }), wasSpare = isSpare(before);
  const alike = () => [...main.querySelectorAll(focused.localName)].filter((one) => one.textContent === text);
  const position = before ? 0 : alike().indexOf(focused);
  const selection = [focused.selectionStart, focused.selectionEnd, focused.selectionDirection];
  return () => {
    // An empty box has another path after the page was built again.
    const path = wasSpare && !idAt(before) ? page.spares.find((spare) => placeOf(spare) === placeOf(before)) : before;
    const successor = () => path ? document.getElementById(`c-${idAt(path)}`) : document.getElementById(focused.id) ?? alike()[position];
    const give = (now) => {
      if (now === document.activeElement) return;
      now.focus({ preventScroll: true });
      if (typeof selection[0] === "number") now.setSelectionRange(...selection);
    };
    const now = focused.isConnected ? focused : successor();
    if (now?.isConnected) give(now);
    else if (path && show) withBox(path, show, give);
  };
}
