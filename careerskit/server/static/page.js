"use strict";
// The boxes of this page. The server sends ipywidgets' models over one websocket, in ipywidgets' own messages; each is shown
// here as plain HTML. What goes back is a control's own value, or that a button was pressed.

const PAUSE = 150;        // milliseconds of rest after which what was typed is sent
const AT_LATEST = 2_000;  // milliseconds after which it is sent although typing goes on
const PATIENCE = 15_000;  // milliseconds without an answer after which the connection counts as lost
const LEAVING = 1_500;    // milliseconds that a link waits for the last words to be kept
const LONGEST = 20_000;   // characters the server takes in one answer
const MOST_SENT = 50;     // how many states of one answer, sent and not heard of again, are known as one's own
const NOT_CONNECTED = "Not connected. Carry on typing: your answers are kept in this browser, and saved when you are connected again.";
const NOT_KEPT = "Not connected. Carry on typing and keep this page open: your answers will be saved when you are connected again.";
const NOT_YET = "The form has not loaded: there is no connection, or the room is full. It will load by itself.";
const NOT_IN_THE_ROOM = "Not connected. This page will update when you are connected again.";
const HAS_TO_WAIT = "did not work: not connected. Try again when you are connected.";
const GONE = "This page has stopped working. Reload it: what you typed is kept in this browser.";
const GONE_FOR_GOOD = "This page has stopped working, and this browser cannot keep your latest answer. Copy it, then reload the page.";
const OPENING = "Loading…";
const RESTING = "Paused while you were away. It resumes when you carry on.";
const THEIRS = "While you were not connected, a colleague changed an answer that you changed too. Yours is newer, so it replaces theirs.";

const models = new Map(); // by id: what the server says of each widget, and the element that shows it
let paths = {};           // id of a control -> where its answer stands in the plan
const main = document.getElementById("main"), bar = document.getElementById("status");
const hasBoxes = Boolean(document.querySelector("[data-cell]")); // a step that is there to be read is in the room all the same

// The one place where things are said aloud. It stays, and only its words change: so they are heard.
function say(words, failed = false) {
  bar.classList.toggle("ck-failed", failed);
  if (bar.textContent !== words) bar.textContent = words;
}
let desk = [""]; // what the form itself said last, and whether that was bad news
let theirs = false; // whether what is typed here replaces what a colleague saved meanwhile: said until somebody types on
// What became of a form of the session. It must not cover that something is not saved.
const respond = (words, failed) => say(desk[1] ? `${words} ${desk[0]}` : words, failed || Boolean(desk[1]));
const labelOf = (place) => place.querySelector(".ck-label")?.textContent ?? "";
const tooLong = ({ own, state }) => state[own]?.length > LONGEST;
function sayDesk() {
  const long = [...models.values()].find(tooLong);
  if (long) say(`“${labelOf(long.element)}” is too long: the limit is ${LONGEST.toLocaleString("en-GB")} characters and you have ${long.state[long.own].length.toLocaleString("en-GB")}.`, true);
  else say(theirs ? `${THEIRS} ${desk[0]}` : desk[0], desk[1]);
}

// ---- What was typed and is not kept yet, by path. It outlives this page and the server. Each answer has an entry of its own,
// so that two tabs do not write over each other's. With each stands what is no colleague's if it is found in the store: the answer
// it was typed upon, and what of it was sent.
const prefix = `careerskit ${document.body.dataset.school} `;
const unsaved = new Map();
let keeps = true; // whether the browser does
try {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  for (const key of keys) {
    let entry = localStorage.getItem(key);
    try { entry = JSON.parse(entry); } catch { /* it was damaged: then it is text, and goes back into its box as it is */ }
    unsaved.set(key.slice(prefix.length), entry && typeof entry === "object" ? entry : { value: entry });
  }
} catch { /* then it is kept as long as the page is open */ }
function remember(model, ...sent) {
  const path = paths[model.id], ours = unsaved.get(path)?.ours ?? [model.kept];
  if (!path) return;
  const entry = { value: model.state[model.own], ours: [...ours, ...sent].slice(-MOST_SENT) };
  unsaved.set(path, entry);
  try {
    localStorage.setItem(prefix + path, JSON.stringify(entry));
  } catch { // it is told to keep nothing, or is full
    keeps = false;
    if (!ready) sayLost();
  }
}
function forget(path) {
  unsaved.delete(path);
  try { localStorage.removeItem(prefix + path); } catch { /* see above */ }
}
const idAt = (path) => Object.keys(paths).find((id) => paths[id] === path);
const waiting = () => Object.values(paths).some((path) => unsaved.has(path));

// ---- What goes out
const live = line(`${location.pathname}/live`, { heard, lost });
let ready = false, numbers = 0;
const due = new Set(); // controls whose value is about to be sent

function send(id, data) {
  return ready && live.send({ header: { msg_id: `${++numbers}`, msg_type: "comm_msg" }, content: { comm_id: id, data } });
}
function changed(model, value) {
  if (typeof value === "string") value = value.toWellFormed?.() ?? value;
  model.state[model.own] = value;
  remember(model);
  const now = performance.now();
  if (!due.has(model)) model.since = now;
  due.add(model);
  clearTimeout(model.timer);
  model.timer = setTimeout(tell, Math.min(PAUSE, model.since + AT_LATEST - now), model);
}
function tell(model) {
  if (!due.delete(model)) return;
  clearTimeout(model.timer);
  const value = model.state[model.own], path = paths[model.id];
  if (tooLong(model)) {
    sayDesk();
  } else if (value === model.told) { // typed and taken back: there is nothing to send, so nothing will be answered
    if (path && value === model.kept) forget(path);
  } else if (send(model.id, { method: "update", state: { [model.own]: value } })) {
    model.told = value;
    remember(model, value);
    if (path) live.expect(PATIENCE);
  }
}
const tellAll = () => [...due].forEach(tell);
addEventListener("pagehide", tellAll);
document.addEventListener("visibilitychange", tellAll);
// Going back may show this page as it was left: what it holds for unsaved may have been saved, and changed since then.
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
addEventListener("beforeunload", (event) => { if (!keeps && !ready && waiting()) event.preventDefault(); }); // the browser asks

// A link goes once the last words are kept: then the next page, and a colleague's later words, find nothing left over here.
let leave = null;
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.origin !== location.origin || link.pathname === location.pathname || link.target) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  tellAll();
  if (!ready || !waiting()) return;
  event.preventDefault();
  say("Saving…");
  leave = () => { leave = null; location.assign(link.href); };
  setTimeout(() => leave?.(), LEAVING);
});

// ---- Each kind of widget as plain HTML: makes its element, and returns it with what shows the model's state in it
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
function replace(place, ...made) { // what was opened to be read stays open
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  place.replaceChildren(...made);
  place.querySelectorAll("details").forEach((one, at) => { one.open ||= Boolean(open[at]); });
}
// What the server sends is ours or escaped. Its style sheets are for notebooks; this page has its own.
function fill(place, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  made.content.querySelectorAll("style").forEach((one) => one.remove());
  const told = [...made.content.querySelectorAll("[role=status]")];
  replace(place, made.content);
  for (const one of told) { // said in the one place for it, since what is new on the page is not read aloud
    one.removeAttribute("role");
    if (one.textContent.trim()) say(one.textContent);
  }
}
// own: which part of the model's state is the answer. none: the answer where the server names none.
function control(model, box, own, none, read) {
  model.own = own;
  model.told = model.kept = model.state[own] ??= none;
  box.id = `c-${model.id}`;
  const label = element("label", "");
  label.htmlFor = box.id;
  box.addEventListener("input", () => {
    theirs = false;
    changed(model, read());
  });
  box.addEventListener("change", () => tell(model));
  let shown = "", heard = "";
  const showLabel = ({ description = "", disabled }) => {
    box.disabled = Boolean(disabled);
    if (description === shown) return;
    fill(label, shown = description);
    box.setAttribute("aria-invalid", Boolean(label.querySelector(".ck-error")));
    const news = [...label.querySelectorAll(".ck-error, .ck-news")].map((one) => one.textContent).join(" ");
    const later = typeof none === "string" && box === document.activeElement && box.value !== model.state.value;
    const words = [`${labelOf(label)}: ${news}`, ...(later ? ["You will see it when you leave this box."] : [])];
    if (ready && news && news !== heard) say(words.join(" "));
    heard = news;
  };
  return [label, showLabel];
}
function text(model, tag) {
  const box = element(tag, "");
  if (tag === "input") box.type = "text";
  const [label, showLabel] = control(model, box, "value", "", () => box.value);
  const put = () => { if (box.value !== model.state.value) box.value = model.state.value; };
  box.addEventListener("blur", put); // what a colleague saved meanwhile
  return [element("div", "field", label, box), (state) => {
    showLabel(state);
    if (tag === "textarea") box.rows = state.rows ?? 2;
    if (document.activeElement !== box) put(); // text is never replaced under someone's hands
  }];
}
const kinds = {
  TextModel: (model) => text(model, "input"),
  TextareaModel: (model) => text(model, "textarea"),
  CheckboxModel(model) {
    const box = element("input", "");
    box.type = "checkbox";
    const [label, showLabel] = control(model, box, "value", false, () => box.checked);
    return [element("div", "field tick", box, label), (state) => { showLabel(state); box.checked = state.value; }];
  },
  DropdownModel(model) {
    const list = element("select", "");
    const [label, showLabel] = control(model, list, "index", 0, () => list.selectedIndex);
    let shown = null;
    return [element("div", "field", label, list), (state) => {
      showLabel(state);
      if (shown !== state._options_labels) list.replaceChildren(...(shown = state._options_labels ?? []).map((one) => element("option", "", one)));
      list.selectedIndex = state.index;
    }];
  },
  ButtonModel(model) {
    const button = element("button", "");
    button.type = "button";
    button.addEventListener("click", () => {
      tellAll(); // what was typed before comes first
      if (!send(model.id, { method: "custom", content: { event: "click" } })) say(`“${button.textContent}” ${HAS_TO_WAIT}`, true);
    });
    return [button, (state) => { button.textContent = state.description ?? ""; button.disabled = Boolean(state.disabled); }];
  },
  HTMLModel() {
    const note = element("div", "note");
    let shown = "";
    return [note, ({ value = "" }) => { if (value !== shown) fill(note, shown = value); }];
  },
  VBoxModel: () => box(element("div", "stack")),
  HBoxModel: () => box(element("div", "across")),
};
function box(around) {
  return [around, (state) => {
    const wanted = (state.children ?? []).map((child) => show(child.replace("IPY_MODEL_", ""))).filter(Boolean);
    const restore = hold();
    for (const old of [...around.children]) if (!wanted.includes(old)) old.remove();
    wanted.forEach((one, place) => { if (around.children[place] !== one) around.insertBefore(one, around.children[place] ?? null); });
    restore();
  }];
}
// What the form says of how things stand is said at the bottom of the page, with the time of whoever reads it.
function repeat({ value = "", _dom_classes = [] }) {
  const { body } = new DOMParser().parseFromString(value, "text/html");
  parts.local(body);
  const words = body.textContent;
  if (!words) return;
  desk = [words, _dom_classes.includes("ck-failed")];
  sayDesk();
}
function show(id) {
  const model = models.get(id);
  if (!model || model.show) return model?.element;
  if (model.state._dom_classes?.includes("ck-status")) model.show = repeat;
  else if (kinds[model.state._model_name]) [model.element, model.show] = kinds[model.state._model_name](model);
  update(model);
  return model.element;
}
function update(model) {
  const { element: made, state } = model;
  made?.classList.remove(...(model.classes ?? []));
  made?.classList.add(...(model.classes = state._dom_classes ?? []));
  model.show?.(state);
}

// ---- Where one is on the page: the focus and the marked text, found again when rows move and when the page is built anew
function hold() {
  const at = document.activeElement, path = paths[at.id.slice(2)], words = at.textContent;
  const alike = () => [...main.querySelectorAll(at.localName)].filter((one) => one.textContent === words);
  const place = path ? 0 : alike().indexOf(at), marked = [at.selectionStart, at.selectionEnd, at.selectionDirection];
  return () => {
    const now = at.isConnected ? at : path ? document.getElementById(`c-${idAt(path)}`) : document.getElementById(at.id) ?? alike()[place];
    if (!now || now === document.activeElement) return;
    now.focus({ preventScroll: true });
    if (typeof marked[0] === "number") now.setSelectionRange(...marked);
  };
}

// ---- What comes in
const hear = {
  comm_open({ comm_id, target_name, data }) {
    if (target_name === "careerskit.page") paths = data.paths ?? {};
    else models.set(comm_id, { id: comm_id, state: data.state });
  },
  comm_msg({ comm_id, data }) {
    if (comm_id === "page") return hearPage(data.content);
    const model = models.get(comm_id);
    if (!model) return;
    if (data.method === "custom") {
      if (data.content.do === "focus") (model.element?.querySelector("input,textarea,select") ?? model.element)?.focus();
      return;
    }
    const { [model.own]: theirs, ...rest } = data.state;
    if (theirs !== undefined) {
      model.told = model.kept = theirs;
      if (!unsaved.has(paths[comm_id])) rest[model.own] = theirs; // else what is being typed here is newer
    }
    Object.assign(model.state, rest);
    if (model.show) update(model);
  },
  comm_close({ comm_id }) {
    models.get(comm_id)?.element?.remove();
    models.delete(comm_id);
    delete paths[comm_id];
  },
  display_data({ data, metadata }) {
    const place = document.querySelector(`[data-cell="${metadata.cell}"]`), view = data["application/vnd.jupyter.widget-view+json"];
    if (!place) return;
    if (view) replace(place, show(view.model_id) ?? "");
    else fill(place, data["text/html"] ?? "");
  },
};
// What the session's parts have to say aloud: one may be far below them.
const inTheRoom = () => [...document.querySelectorAll("[data-part] [data-say]")].map((one) => one.dataset.say || one.textContent);
function hearPage({ saved = {}, paths: more = {}, session = {} }) {
  const before = inTheRoom();
  for (const [name, html] of Object.entries(session)) parts.show(name, html);
  const news = inTheRoom().filter((words) => !before.includes(words));
  if (ready && news.length) say(news.join(" "));
  Object.assign(paths, more);
  putBack(Object.keys(more));
  for (const [path, value] of Object.entries(saved)) {
    const model = models.get(idAt(path));
    const { value: mine, ours } = unsaved.get(path) ?? {}, alike = typeof mine === typeof value;
    if (model && typeof model.told === typeof value) model.kept = value;
    if ((mine === value || !alike) && !due.has(model)) forget(path); // not alike: what was chosen is not in the list any more
    else ours?.splice(0, ours.indexOf(value));
  }
  if (Object.keys(saved).length && !waiting()) sayDesk();
  const step = document.querySelector(".steps [aria-current] .state");
  if (step && Object.values(saved).some(Boolean)) step.textContent = "Started";
  if (leave && !waiting()) leave();
}
// Puts what was typed and not kept back into its controls, from where it is sent again.
function putBack(ids) {
  for (const id of ids) {
    const model = models.get(id), path = paths[id], { value, ours } = unsaved.get(path) ?? {};
    if (!model?.own || value === undefined || due.has(model)) continue;
    const fits = typeof value === typeof model.told && (model.own !== "index" || value < model.state._options_labels.length);
    if (!fits || value === model.kept) { forget(path); continue; }
    if (ours && !ours.includes(model.kept)) theirs = true;
    changed(model, value);
    update(model);
  }
}

// ---- The connection. Each time it comes back, the page is built anew from the store, and what was typed meanwhile put back.
let restore = null, resting = false, closed = 0;
function heard(messages) {
  if (!restore) {
    restore = hold();
    due.forEach((model) => clearTimeout(model.timer));
    due.clear();
    models.clear();
  }
  for (const { header, content } of messages) hear[header.msg_type]?.(content);
  if (!ready && messages.some(({ content }) => content.data?.ready)) {
    ready = true;
    putBack(Object.keys(paths));
    restore();
    if (theirs) say(THEIRS);
    else if (live.tries) say(waiting() ? "Connected again. Saving what you typed." : "Connected again.");
    else if ([OPENING, RESTING].includes(bar.textContent)) say("");
    live.tries = 0;
  }
  if (waiting() && !due.size && !bar.classList.contains("ck-failed")) live.expect(PATIENCE);
}
function lost(code) {
  [ready, restore, closed, resting] = [false, null, code, code === 4000];
  sayLost();
  return !resting && code !== 1008;
}
function sayLost() {
  if (resting) say(RESTING);
  else if (closed === 1008) say(keeps ? GONE : GONE_FOR_GOOD, true);
  else if (!hasBoxes) say(NOT_IN_THE_ROOM, true);
  else say(!models.size ? NOT_YET : keeps ? NOT_CONNECTED : NOT_KEPT, true);
}
const wake = () => {
  if (!resting || document.hidden) return;
  resting = false;
  live.open();
};
for (const kind of ["pointerdown", "keydown", "click"]) document.addEventListener(kind, wake, true);
document.addEventListener("visibilitychange", wake);
addEventListener("offline", () => { if (ready) live.lose(); });
addEventListener("online", () => { if (!ready && live.tries) live.open(); });

if (hasBoxes) say(OPENING);
if (hasBoxes || document.querySelector("[data-part]")) live.open();
