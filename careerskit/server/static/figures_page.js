// The page for published figures: each chosen file is sent as it is, one after the other, and what became of it is shown.

const form = document.getElementById("figures"), progress = document.getElementById("figures-progress");
const results = document.getElementById("figures-results"), button = form.querySelector("button");

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function rows(result) {
  if (!result.rows_read) return "";
  const left = result.rows_refused ? `, ${result.rows_refused.toLocaleString("en-GB")} left out` : "";
  return ` (${result.rows_read.toLocaleString("en-GB")} rows read${left})`;
}

function show(result) {
  const item = element("li", "");
  item.append(element("h3", result.file));
  if (result.imported) item.append(element("p", `Brought in: ${result.summary}${rows(result)}.`));
  else item.append(element("p", result.reason, result.known ? "ck-error typed" : "typed"));
  if (result.warnings?.length) {
    const details = document.createElement("details"), list = document.createElement("ul");
    list.append(...result.warnings.map((warning) => element("li", warning)));
    details.append(element("summary", result.warnings.length === 1 ? "1 thing to look at" : `${result.warnings.length} things to look at`), list);
    item.append(details);
  }
  results.append(item);
  document.getElementById("figures-title").hidden = false;
}

function send(file, year) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch does not say how much of a file has been sent
    request.open("POST", form.action);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("X-Year", encodeURIComponent(year));
    request.upload.onprogress = ({ loaded, total }) => {
      progress.textContent = loaded < total ? `Sending “${file.name}”: ${Math.floor((100 * loaded) / total)}%` : `Reading “${file.name}”`;
    };
    request.onload = () => resolve(request.status === 200 ? JSON.parse(request.response) : null);
    request.onerror = () => resolve(null);
    request.send(file);
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...document.getElementById("figures-files").files], year = document.getElementById("figures-year").value.trim();
  results.replaceChildren();
  button.disabled = true;
  for (const file of files) {
    progress.textContent = `Sending “${file.name}”`;
    const found = await send(file, year);
    for (const result of found ?? [{ file: file.name, known: true, reason: "This file could not be sent. Choose it again. If this goes on, import it with the command “careerskit import”." }]) show(result);
  }
  button.disabled = false;
  progress.textContent = files.length ? "Done." : "";
});
