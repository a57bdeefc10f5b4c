// Answers that were typed and are not saved yet, by their path in the plan. They are in localStorage, so that they outlive this page
// and the server. Each has an entry of its own, so that two tabs do not overwrite each other's.
//
// A draft has: value, the answer; own, the values in the store that are not a colleague's: the one that was changed, and those
// that were sent from here; and spare, whether its record was not in the store when it was started.

import { allPaths, isSpare, pathOf, placeOf } from "./models.js";

const MAX_SENT = 50; // values of one answer that are remembered as sent while the server has not confirmed them

const prefix = `careerskit ${document.body.dataset.school} `;
const drafts = new Map();

export const storage = { works: true }; // false where the browser is told to store nothing, or its storage is full

try {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(prefix))) {
    let entry = localStorage.getItem(key);
    try { entry = JSON.parse(entry); } catch { /* It is damaged: then it is text, and returns to its box as it is. */ }
    // "ours" is what own was called in drafts that an older version of this page has left in a browser.
    drafts.set(key.slice(prefix.length), entry && typeof entry === "object" ? { own: entry.ours, ...entry } : { value: entry });
  }
} catch { /* Then drafts last as long as the page is open. */ }

export const getDraft = (path) => drafts.get(path);
export const hasDraft = (path) => drafts.has(path);
export const anyDrafts = () => allPaths().some(hasDraft);
export const draftPaths = () => [...drafts.keys()];

// Stores a model's answer as a draft. sent: its value, where it is being sent. Returns whether the browser could store it.
export function saveDraft(model, ...sent) {
  const path = pathOf(model);
  if (!path) return true;
  const own = drafts.get(path)?.own ?? [model.saved], spare = drafts.get(path)?.spare || isSpare(path);
  return storeDraft(path, { value: model.state[model.valueKey], own: [...own, ...sent].slice(-MAX_SENT), spare });
}
function storeDraft(path, draft) {
  drafts.set(path, draft);
  try {
    localStorage.setItem(prefix + path, JSON.stringify(draft));
    return true;
  } catch {
    storage.works = false;
    return false;
  }
}

// A page that is built again has other spare boxes than before. What was typed in one that never reached the store goes to the
// one that has taken its place.
export function moveSpareDrafts(spares) {
  for (const [path, draft] of [...drafts]) {
    if (!draft.spare || allPaths().includes(path)) continue;
    const [box, choice = ""] = path.split(/(?=#)/); // one checkbox of a group has its choice after the path
    const target = spares.find((spare) => placeOf(spare) === placeOf(box) && !drafts.has(spare + choice));
    if (!target) continue;
    removeDraft(path);
    storeDraft(target + choice, { ...draft, own: undefined }); // there is no colleague's answer in an empty box
  }
}
export function removeDraft(path) {
  drafts.delete(path);
  try { localStorage.removeItem(prefix + path); } catch { /* see above */ }
}
