// The page for Word documents: the chosen file is read here, and sent as a field of the form.

const MAX_BYTES = 10_000_000; // as in word/package.py

const form = document.getElementById("word"), problem = document.getElementById("word-problem");

function refuse(text) {
  problem.textContent = "";
  problem.textContent = text;
}

function asBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",", 2)[1] ?? "");
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = document.getElementById("word-file").files;
  if (!file) return refuse("Choose a Word document. Its name ends in .docx");
  if (file.size > MAX_BYTES) return refuse(`“${file.name}” is too big: the limit is 10 MB. Remove its pictures, and try again.`);
  try {
    // "+" and "/" would be three characters each in a form.
    form.elements.document.value = (await asBase64(file)).replaceAll("+", "-").replaceAll("/", "_");
  } catch { // it was moved or deleted meanwhile
    return refuse(`“${file.name}” cannot be read. Choose it again.`);
  }
  form.elements.file.value = file.name;
  form.submit();
});
