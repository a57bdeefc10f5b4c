// A view of each kind of widget, as plain HTML.

import { channel } from "./channel.js";
import { holdFocus } from "./focus.js";
import { createElement, replaceContent, showHtml } from "./html.js";
import { isPoint, labelOf, models } from "./models.js";
import { changeAnswer, leaveBox, pressButton, sendAnswer } from "./outbox.js";
import { goOnWithEnter } from "./points.js";
import { form, say, sayFormStatus } from "./status.js";
import { showLocalTimes } from "./times.js";

// Makes a control's label, and has its answer sent when it changes.
// valueKey: which part of the model's state is the answer. empty: the answer where the server names none. read: returns the answer.
function createLabel(model, control, valueKey, empty, read) {
  model.valueKey = valueKey;
  model.sent = model.saved = model.state[valueKey] ??= empty;
  control.id = `c-${model.id}`;
  const label = createElement("label", "");
  label.htmlFor = control.id;
  control.addEventListener("input", () => {
    form.overwrites = false;
    changeAnswer(model, read());
  });
  control.addEventListener("change", () => sendAnswer(model));
  let shown = "", announced = "";
  const showLabel = ({ description = "", disabled }) => {
    control.disabled = Boolean(disabled);
    if (description === shown) return;
    showHtml(label, shown = description);
    control.setAttribute("aria-invalid", Boolean(label.querySelector(".ck-error")));
    const news = [...label.querySelectorAll(".ck-error, .ck-news")].map((one) => one.textContent).join(" ");
    const isLater = typeof empty === "string" && control === document.activeElement && control.value !== model.state.value;
    const text = [`${labelOf(label)}: ${news}`, ...(isLater ? ["You will see it when you leave this box."] : [])].join(" ");
    if (channel.ready && news && news !== announced) say(text);
    announced = news;
  };
  return [label, showLabel];
}

function textView(model, tag) {
  const box = createElement(tag, "");
  if (tag === "input") box.type = "text";
  const [label, showLabel] = createLabel(model, box, "value", "", () => box.value);
  const showValue = () => { if (box.value !== model.state.value) box.value = model.state.value; };
  box.addEventListener("blur", () => { showValue(); leaveBox(model); }); // showValue: what a colleague saved meanwhile
  if (isPoint(model)) goOnWithEnter(box);
  return [createElement("div", "field", label, box), (state) => {
    showLabel(state);
    if (tag === "textarea") box.rows = state.rows ?? 2;
    box.placeholder = state.placeholder ?? "";
    if (document.activeElement !== box) showValue(); // the text is never replaced while somebody types
  }];
}

function checkboxView(model) {
  const box = createElement("input", "");
  box.type = "checkbox";
  const [label, showLabel] = createLabel(model, box, "value", false, () => box.checked);
  return [createElement("div", "field tick", box, label), (state) => { showLabel(state); box.checked = state.value; }];
}

function dropdownView(model) {
  const list = createElement("select", "");
  const [label, showLabel] = createLabel(model, list, "index", 0, () => list.selectedIndex);
  let shown = null;
  return [createElement("div", "field", label, list), (state) => {
    showLabel(state);
    if (shown !== state._options_labels) {
      shown = state._options_labels ?? [];
      list.replaceChildren(...shown.map((text) => createElement("option", "", text)));
    }
    list.selectedIndex = state.index;
  }];
}

function buttonView(model) {
  const button = createElement("button", "");
  button.type = "button";
  button.addEventListener("click", () => pressButton(model, button.textContent));
  return [button, ({ description = "", disabled, _dom_classes = [] }) => {
    button.textContent = description;
    button.disabled = Boolean(disabled);
    if (_dom_classes.includes("ck-icon")) button.title = description;
    if (_dom_classes.includes("ck-toggle")) button.ariaExpanded = String(_dom_classes.includes("ck-open"));
  }];
}

function htmlView() {
  const note = createElement("div", "note");
  let shown = "";
  return [note, ({ value = "" }) => { if (value !== shown) showHtml(note, shown = value); }];
}

function boxView(className) {
  const box = createElement("div", className);
  return [box, (state) => {
    const wanted = (state.children ?? []).map((child) => showWidget(child.replace("IPY_MODEL_", ""))).filter(Boolean);
    const restoreFocus = holdFocus();
    for (const child of [...box.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((child, index) => {
      if (box.children[index] !== child) box.insertBefore(child, box.children[index] ?? null);
    });
    restoreFocus();
  }];
}

// The form's own status is shown in the page's status line.
function showStatus({ value = "", _dom_classes = [] }) {
  const { body } = new DOMParser().parseFromString(value, "text/html");
  showLocalTimes(body);
  const text = body.textContent;
  if (!text) return;
  [form.text, form.failed] = [text, _dom_classes.includes("ck-failed")];
  sayFormStatus();
}

// By the name of a model: a function that makes its element, and returns it with the function that shows a state in it.
const VIEWS = {
  ButtonModel: buttonView,
  CheckboxModel: checkboxView,
  DropdownModel: dropdownView,
  HBoxModel: () => boxView("across"),
  HTMLModel: htmlView,
  TextModel: (model) => textView(model, "input"),
  TextareaModel: (model) => textView(model, "textarea"),
  VBoxModel: () => boxView("stack"),
};

// Returns the element of a widget, and makes it when it is first asked for.
function showWidget(id) {
  const model = models.get(id);
  if (!model || model.show) return model?.element;
  const createView = VIEWS[model.state._model_name];
  if (model.state._dom_classes?.includes("ck-status")) model.show = showStatus;
  else if (createView) [model.element, model.show] = createView(model);
  updateView(model);
  return model.element;
}

// Shows a model's state.
export function updateView(model) {
  model.element?.classList.remove(...(model.classes ?? []));
  model.element?.classList.add(...(model.classes = model.state._dom_classes ?? []));
  model.show?.(model.state);
}

// Shows what a cell of the notebook displays: a widget, or HTML.
export function showOutput(cell, data) {
  const container = document.querySelector(`[data-cell="${cell}"]`), view = data["application/vnd.jupyter.widget-view+json"];
  if (!container) return;
  if (view) replaceContent(container, showWidget(view.model_id) ?? "");
  else showHtml(container, data["text/html"] ?? "");
}

export function focusWidget({ element }) {
  (element?.querySelector("input,textarea,select") ?? element)?.focus();
}
