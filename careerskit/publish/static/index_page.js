// Filters the list of schools by any words in their rows. Without scripts, the list is complete and the browser's own search works.
const rows = [...document.querySelectorAll("#schools tbody tr")].map(row => ({ row, text: row.textContent.toLowerCase() }));
const find = document.getElementById("find");
const found = document.getElementById("found");

function show() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text } of rows) {
    const matches = words.every(word => text.includes(word));
    if (row.hidden === matches) row.hidden = !matches;
    count += matches;
  }
  found.textContent = words.length ? `Showing ${count.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} schools` : "";
}

document.getElementById("finder").hidden = false;
find.addEventListener("input", show);
show(); // a browser that returns to this page fills the box in again
