// Points: boxes that take one line each. Enter goes on to the next one, and further lines that are pasted go on to the empty box at the
// end of the list. The server adds that box once something is typed in the last one; until it is there, lines wait in the box they
// were typed in: of such a text, only the first line is sent (outbox.js).

const MAX_POINTS = 100; // how many the server takes in one list (MAX_ROWS in forms/record_list.py)

export const firstLine = (text) => text.split("\n")[0];
const pointsBeside = (box) => [...box.closest(".ck-points")?.querySelectorAll(".ck-point textarea") ?? []];

export function goOnWithEnter(box) {
  box.enterKeyHint = "next";
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const all = pointsBeside(box), next = all[all.indexOf(box) + 1];
    if (next || !box.value.trim()) event.preventDefault(); // otherwise Enter starts a line, which waits for its box
    next?.focus();
  });
}

// Moves lines that wait to the empty box at the end of their list, where there is one by now. The focus goes with them.
export function moveWaitingLines() {
  for (let box; (box = [...document.querySelectorAll(".ck-point textarea")].find(canMove));) {
    const target = pointsBeside(box).at(-1), had = document.activeElement === box, typed = had && box.selectionStart === box.value.length;
    const [first = "", ...more] = box.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const onlyBreak = !more.length; // Enter was pressed at the end, and nothing was typed since
    setText(box, first);
    if (!onlyBreak) setText(target, more.join("\n"));
    if (had && (typed || onlyBreak)) target.focus();
  }
}
function canMove(box) {
  if (!box.value.includes("\n")) return false;
  const all = pointsBeside(box), last = all.at(-1);
  if (all.length >= MAX_POINTS && last.value) setText(box, box.value.replace(/\s*\n\s*/g, " ")); // there is no box to wait for
  return last !== box && !last.value;
}
function setText(box, text) {
  box.value = text;
  box.setSelectionRange(text.length, text.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
