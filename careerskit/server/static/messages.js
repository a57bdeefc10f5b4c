// What comes in from the server: messages of ipywidgets' protocol, and one of our own about the whole page.

import { channel } from "./channel.js";
import { anyDrafts, draftPaths, getDraft, hasDraft, moveSpareDrafts, removeDraft } from "./drafts.js";
import { focusWanted } from "./focus.js";
import { addPaths, allPaths, idAt, models, page, pathOf, removeModel, setPaths } from "./models.js";
import { changeAnswer, isOnItsWay, isPending, leaveIfSaved, pressButton, typedSincePress } from "./outbox.js";
import { showPart } from "./session_parts.js";
import { form, saidLast, say, sayFormStatus } from "./status.js";
import { focusWidget, showOutput, updateView } from "./widgets.js";

const HANDLERS = {
  comm_open({ comm_id, target_name, data }) {
    if (target_name === "careerskit.page") setPaths(data.paths ?? {});
    else models.set(comm_id, { id: comm_id, state: data.state });
  },
  comm_msg({ comm_id, data }) {
    if (comm_id === "page") return handlePageMessage(data.content);
    const model = models.get(comm_id);
    if (!model) return;
    if (data.method !== "custom") updateModel(model, data.state);
    else if (data.content.do === "focus" && !wasReopened(model) && !typedSincePress()) focusWidget(model);
  },
  comm_close({ comm_id }) {
    removeModel(comm_id);
  },
  display_data({ data, metadata }) {
    showOutput(metadata.cell, data);
  },
};
export const handleMessage = ({ header, content }) => HANDLERS[header.msg_type]?.(content);

function updateModel(model, changes) {
  const { [model.valueKey]: value, ...state } = changes;
  if (value !== undefined) {
    model.sent = model.saved = value;
    if (!hasDraft(pathOf(model))) state[model.valueKey] = value; // otherwise what is being typed here is newer
  }
  Object.assign(model.state, state);
  if (model.show) updateView(model);
}

// What the parts of the session have to announce. They may be out of sight.
let announced = [];
const announcements = () => [...document.querySelectorAll("[data-part] [data-say]")].map((one) => one.dataset.say || one.textContent);

// saved: by path, answers that are in the store now. paths: of new controls. spares, toggles: see models.js.
// session: by name, the new HTML of parts of the page.
function handlePageMessage({ saved = {}, paths = {}, spares = page.spares, toggles = page.toggles, session = {} }) {
  const before = announcements();
  for (const [name, html] of Object.entries(session)) showPart(name, html);
  const now = announcements(), news = now.filter((text) => !before.includes(text));
  if (announced.some((text) => !now.includes(text)) && saidLast() === announced.join(" ")) sayFormStatus(); // it was taken back
  if (channel.ready && news.length) say((announced = news).join(" "));
  addPaths(paths);
  Object.assign(page, { spares, toggles });
  moveSpareDrafts(spares);
  restoreDrafts(Object.keys(paths));
  focusWanted();
  for (const [path, value] of Object.entries(saved)) confirmSaved(path, value);
  if (Object.keys(saved).length && !anyDrafts()) sayFormStatus();
  const step = document.querySelector(".steps [aria-current] .state");
  if (Object.values(saved).some(Boolean)) {
    if (step) step.textContent = "Started";
    document.getElementById("not-mine")?.remove(); // a plan that is started cannot be given back
  }
  leaveIfSaved();
}

function confirmSaved(path, value) {
  const model = models.get(idAt(path)), draft = getDraft(path);
  if (model && typeof model.sent === typeof value) model.saved = value;
  const isOfSameType = typeof draft?.value === typeof value; // if not, what was chosen is no longer in the list
  if ((draft?.value === value || !isOfSameType) && !isPending(model)) removeDraft(path);
  else draft?.own?.splice(0, draft.own.indexOf(value));
}

// Controls that are not shown after the page was built again, although they were shown before or have drafts, are shown again.
const pressed = new Set(), reopened = new Set(); // by how their paths start; reopened: cards, which the server gives the focus
export function reopen(before) {
  pressed.clear();
  reopened.clear();
  for (const path of new Set([...before, ...draftPaths()])) if (!allPaths().includes(path)) show(path);
}
// Presses the button that shows the controls of a path.
export function show(path) {
  const start = Object.keys(page.toggles).find((one) => path.startsWith(one));
  if (!start || pressed.has(start)) return;
  const toggle = models.get(page.toggles[start]);
  pressed.add(start);
  if (toggle.state._dom_classes.includes("ck-fold")) reopened.add(start);
  pressButton(toggle, "Open");
}
// The server moves the focus to what was opened. Where nobody has pressed anything, it stays where it is.
function wasReopened(model) {
  const path = pathOf(model) ?? "", start = [...reopened].find((one) => path.startsWith(one));
  return reopened.delete(start);
}

// Shows drafts in their controls again, from where they are sent.
export function restoreDrafts(ids) {
  for (const id of ids) {
    const model = models.get(id), path = pathOf({ id }), draft = getDraft(path);
    if (!model?.valueKey || draft?.value === undefined || isPending(model)) continue;
    const { value, own } = draft;
    const fits = typeof value === typeof model.sent && (model.valueKey !== "index" || value < model.state._options_labels.length);
    if (!fits || value === model.saved) { removeDraft(path); continue; }
    if (value === model.state[model.valueKey] && isOnItsWay(model)) continue;
    if (own && !own.includes(model.saved)) form.overwrites = true;
    changeAnswer(model, value);
    updateView(model);
  }
}
