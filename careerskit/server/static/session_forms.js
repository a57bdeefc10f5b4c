// The forms of the live session: sent without leaving the page, and what became of them is said in the status line.

// ---- What is typed into a box with data-kept is there again on the next page, until it is sent.
const storageKey = (box) => `careerskit ${location.pathname.split("/", 3).join("/")} ${box.id}`;
function storeText(box) {
  try { sessionStorage.setItem(storageKey(box), box.value); } catch { /* a browser that stores nothing */ }
}
function restoreTexts() {
  for (const box of document.querySelectorAll("[data-kept]")) {
    try { box.value ||= sessionStorage.getItem(storageKey(box)) ?? ""; } catch { /* see above */ }
    if (box.value) box.closest("details")?.setAttribute("open", "");
  }
}

// report: a function that says a text in the page's status line: (text, failed).
export function initForms(report) {
  restoreTexts();
  document.addEventListener("input", ({ target }) => {
    if (target.form?.matches("[data-act]")) target.dataset.touched = "yes";
    if ("kept" in target.dataset) storeText(target);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-act]");
    if (!form) return;
    event.preventDefault();
    if (!form.dataset.sending) submitForm(form, event.submitter, report); // otherwise it was pressed twice
    else if ("auto" in form.dataset) form.dataset.again = "yes"; // two boxes were ticked one after the other
  });
  document.addEventListener("change", ({ target }) => target.closest("form[data-auto]")?.requestSubmit());
}

async function submitForm(form, submitter, report) {
  form.dataset.sending = "yes";
  const body = new URLSearchParams(new FormData(form, submitter));
  const sent = [...form.elements].filter((one) => one.id).map(({ id, value, checked }) => ({ id, value, checked }));
  try {
    const action = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
    const response = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.headers.get("content-type")?.includes("json")) return report("That did not work. Reload the page.", true);
    const { text, error } = await response.json();
    report(error ?? text, Boolean(error));
    if (!error) markSent(form, sent);
  } catch {
    report("That did not work: there is no connection. Try again in a moment.", true);
  } finally {
    delete form.dataset.sending;
    if (form.dataset.again) { // its part may have been shown again meanwhile
      delete form.dataset.again;
      const now = form.isConnected ? form : document.querySelector(`form[data-auto][action="${form.getAttribute("action")}"]`);
      now?.requestSubmit();
    }
  }
}

// What was typed since the form was sent is not sent yet: it stays.
function markSent(form, sent) {
  for (const { id, value, checked } of sent) {
    const control = document.getElementById(id);
    if (control?.value !== value || control.checked !== checked) continue;
    delete control.dataset.touched;
    if (!("clear" in form.dataset) || control.type === "submit") continue;
    [control.value, control.checked] = [control.defaultValue ?? control.value, Boolean(control.defaultChecked)];
    if ("kept" in control.dataset) storeText(control);
  }
}
