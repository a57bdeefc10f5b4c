// Finds schools in the list by any words of their rows. Without scripts the list is whole, and the browser's own search does.
const rows = [...document.querySelectorAll("#schools tbody tr")].map(row => ({ row, text: row.textContent.toLowerCase() }));
const find = document.getElementById("find");
const found = document.getElementById("found");

function show() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text } of rows) {
    const fits = words.every(word => text.includes(word));
    if (row.hidden === fits) row.hidden = !fits;
    count += fits;
  }
  found.textContent = words.length ? `${count.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} fit` : "";
}

document.getElementById("finder").hidden = false;
find.addEventListener("input", show);
show(); // a browser that comes back fills the box in again
