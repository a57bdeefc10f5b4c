// What comes in from the server: messages of ipywidgets' protocol, and one of our own about the whole page.

import { channel } from "./channel.js";
import { anyDrafts, getDraft, hasDraft, removeDraft } from "./drafts.js";
import { addPaths, idAt, models, pathOf, removeModel, setPaths } from "./models.js";
import { changeAnswer, isPending, leaveIfSaved } from "./outbox.js";
import { showPart } from "./session_parts.js";
import { form, say, sayFormStatus } from "./status.js";
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
    else if (data.content.do === "focus") focusWidget(model);
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
const announcements = () => [...document.querySelectorAll("[data-part] [data-say]")].map((one) => one.dataset.say || one.textContent);

// saved: by path, answers that are in the store now. paths: of new controls. session: by name, the new HTML of parts of the page.
function handlePageMessage({ saved = {}, paths = {}, session = {} }) {
  const before = announcements();
  for (const [name, html] of Object.entries(session)) showPart(name, html);
  const news = announcements().filter((text) => !before.includes(text));
  if (channel.ready && news.length) say(news.join(" "));
  addPaths(paths);
  restoreDrafts(Object.keys(paths));
  for (const [path, value] of Object.entries(saved)) confirmSaved(path, value);
  if (Object.keys(saved).length && !anyDrafts()) sayFormStatus();
  const step = document.querySelector(".steps [aria-current] .state");
  if (step && Object.values(saved).some(Boolean)) step.textContent = "Started";
  leaveIfSaved();
}

function confirmSaved(path, value) {
  const model = models.get(idAt(path)), draft = getDraft(path);
  if (model && typeof model.sent === typeof value) model.saved = value;
  const isOfSameType = typeof draft?.value === typeof value; // if not, what was chosen is no longer in the list
  if ((draft?.value === value || !isOfSameType) && !isPending(model)) removeDraft(path);
  else draft?.own?.splice(0, draft.own.indexOf(value));
}

// Shows drafts in their controls again, from where they are sent.
export function restoreDrafts(ids) {
  for (const id of ids) {
    const model = models.get(id), path = pathOf({ id }), draft = getDraft(path);
    if (!model?.valueKey || draft?.value === undefined || isPending(model)) continue;
    const { value, own } = draft;
    const fits = typeof value === typeof model.sent && (model.valueKey !== "index" || value < model.state._options_labels.length);
    if (!fits || value === model.saved) { removeDraft(path); continue; }
    if (own && !own.includes(model.saved)) form.overwrites = true;
    changeAnswer(model, value);
    updateView(model);
  }
}
