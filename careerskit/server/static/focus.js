// Keeps the focus and the selection where they are while the page changes around them.

import { idAt, pathOf } from "./models.js";

const main = document.getElementById("main");

// Remembers what has the focus. Returns a function that gives it back: to the same element, or to what took its place when rows
// moved or the page was built again.
export function holdFocus() {
  const focused = document.activeElement, text = focused.textContent;
  const path = pathOf({ id: focused.id.slice(2) });
  const alike = () => [...main.querySelectorAll(focused.localName)].filter((one) => one.textContent === text);
  const position = path ? 0 : alike().indexOf(focused);
  const selection = [focused.selectionStart, focused.selectionEnd, focused.selectionDirection];
  return () => {
    const successor = () => path ? document.getElementById(`c-${idAt(path)}`) : document.getElementById(focused.id) ?? alike()[position];
    const now = focused.isConnected ? focused : successor();
    if (!now || now === document.activeElement) return;
    now.focus({ preventScroll: true });
    if (typeof selection[0] === "number") now.setSelectionRange(...selection);
  };
}
