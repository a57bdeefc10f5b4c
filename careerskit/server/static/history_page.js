// The page of a plan's history: its times, and the backup to restore, which is read here and sent as a field of the form.

import { showLocalTimes } from "./times.js";

const MAX_BYTES = 1_000_000; // as in server/delegate/history.py

showLocalTimes(document);

const form = document.getElementById("backup"), problem = document.getElementById("backup-problem");

function refuse(text) {
  problem.textContent = "";
  problem.textContent = text;
}
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = document.getElementById("backup-file").files;
  if (!file) return refuse("Choose the file that “Download a backup” gave you.");
  if (file.size > MAX_BYTES) return refuse(`“${file.name}” is too big: a backup is never longer than 1 MB.`);
  try {
    form.elements.backup.value = await file.text();
  } catch { // it was moved or deleted meanwhile
    return refuse(`“${file.name}” cannot be read. Choose it again.`);
  }
  form.elements.file.value = file.name;
  form.elements.saved.value = file.lastModified;
  form.submit();
});
