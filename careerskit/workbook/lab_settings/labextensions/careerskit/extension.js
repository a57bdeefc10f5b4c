/* Opens careerskit's notebooks in JupyterLab as pages to fill in: they run by themselves, show no code, and closing asks nothing.

JupyterLab loads this file as webpack's module federation would build it, but it is written by hand: nothing has to be compiled.
It must not lie in a folder named `static`: JupyterLab lets browsers keep what is in one for ever, and an update would never arrive. */

"use strict";

const CLASS = "careerskit-notebook";
const LOADING = "careerskit-loading";
const INPUT = [".widget-text input", ".widget-textarea textarea", ".widget-dropdown select"]
  .map((control) => `.jp-OutputArea-output ${control}`).join();
const PAUSE_BEFORE_SAVING = 500;    // milliseconds without a change
const PAUSE_BEFORE_SCROLLING = 300; // milliseconds in which nothing more appears on the page
const PATIENCE = 30_000;            // milliseconds after which a page no longer scrolls by itself

/* What a notebook may run before its reader has seen it: the calls of our own notebooks, and nothing else. To open somebody's
notebook must stay as safe as it is in JupyterLab, which runs no code by itself. */
const TEXT = String.raw`(?:"[^"\\:]*"|'[^'\\:]*')`; // without a colon: opening a notebook must not connect to another host
const ARGUMENT = String.raw`(?:\w+(?:=\w+)?|${TEXT})`;
const OUR_LINES = [
  String.raw`#.*`,
  String.raw`from careerskit import open_(?:workbook|report)`,
  String.raw`(?:school|store|session)\s*=\s*${TEXT}\s*(?:#.*)?`,
  String.raw`school, store\s*=\s*${TEXT}, ${TEXT}\s*(?:#.*)?`,
  String.raw`(?:workbook = open_workbook|report = open_report)\((?:${ARGUMENT}(?:, ?${ARGUMENT})*)?\)`,
  String.raw`(?:workbook|report)(?:\.[a-z]\w*)+`,
].map((line) => new RegExp(`^${line}$`));

/* Only what is collapsed is hidden: View, then Show All Code, still shows the code. The bars beside the outputs would fold a form
away at a click, and the numbers and buttons around the cells are for people who write code. */
const STYLE = `
  .${CLASS} .jp-CodeCell .jp-Cell-inputWrapper:has(> .jp-Placeholder, .jp-InputPlaceholder),
  .${CLASS} .jp-CodeCell.jp-mod-noOutputs:has(.jp-InputPlaceholder),
  .${CLASS} .jp-OutputPrompt,
  .${CLASS} .jp-OutputArea-promptOverlay, /* it lies where the number was, and would take the clicks */
  .${CLASS} .jp-InputPrompt,
  .${CLASS} .jp-Cell-outputCollapser,
  .${CLASS} .jp-Cell-inputCollapser,
  .${CLASS} .jp-cell-toolbar,
  .${CLASS} .jp-Notebook-footer { display: none; }
  .${LOADING}::after {
    content: "Loading the boxes…"; position: absolute; bottom: 1rem; left: 50%; transform: translateX(-50%); z-index: 1;
    padding: .5rem 1rem; border-radius: 4px; white-space: nowrap; background: #1d2b36; color: #fff; font: 16px/1.4 sans-serif;
  }`;

let sharedModules = {};

/** Return a module of JupyterLab's own, of which there is only one version. */
async function shared(name) {
  const [version] = Object.values(sharedModules[name]);
  return (await version.get())();
}

const codeOf = (model) => [...model.cells].filter((cell) => cell.type === "code").map((cell) => cell.sharedModel.getSource());
const isOurs = (code) => code.some((source) => /\bopen_(workbook|report)\(/.test(source));
const isOurLine = (line) => !line || OUR_LINES.some((known) => known.test(line));
const hasOnlyOurLines = (code) => code.every((source) => source.split("\n").every((line) => isOurLine(line.trim())));

/** Return what a notebook's file is to keep of it, to compare: no outputs, nor what JupyterLab notes about the kernel. */
function contentOf(model) {
  const { metadata: { widgets, kernelspec, language_info, ...metadata }, cells } = model.toJSON();
  const kept = cells.map(({ outputs, execution_count, metadata: { trusted, execution, ...rest }, ...cell }) => ({ ...cell, rest }));
  return JSON.stringify([metadata, kept]);
}

/** Whether the file has what our settings of the server never save. Once saved, it is clean. */
const hasState = (model) => Boolean(model.getMetadata("widgets"))
  || [...model.cells].some((cell) => cell.type === "code" && cell.outputs.length > 0);

/** Save what somebody changes in a notebook, and call one that merely ran unchanged: JupyterLab would ask whether to save it. */
function saveChanges(context) {
  const { model } = context;
  let saved = hasState(model) ? "" : contentOf(model);
  let timer = 0;

  const save = async () => {
    if (context.isDisposed || !model.dirty) return;
    const content = contentOf(model);
    await context.save(); // a failure is shown by JupyterLab, and the notebook stays unsaved
    if (!model.dirty) saved = content;
  };
  const check = () => {
    if (context.isDisposed || !model.dirty) return;
    if (contentOf(model) === saved) model.dirty = false;
    else if (context.contentsModel?.writable) {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE_BEFORE_SAVING);
    }
  };
  // A file that was reverted or changed on the disk is read again without a word about the old content.
  context.fileChanged.connect(() => { if (!model.dirty) saved = contentOf(model); });
  model.contentChanged.connect(check);
  model.stateChanged.connect((_, change) => { if (change.name === "dirty") queueMicrotask(check); });
  if (!saved) model.dirty = true;
}

/** Scroll to the first box once the page has settled, unless it is to be seen already or the reader is doing something. */
function showFirstInput(panel) {
  const events = ["wheel", "pointerdown", "keydown", "touchstart"];
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    clearTimeout(end);
    changes.disconnect();
    events.forEach((event) => window.removeEventListener(event, stop, true));
  };
  const show = () => {
    const input = [...panel.node.querySelectorAll(INPUT)].find((node) => node.offsetParent);
    if (!input) return;
    const scroller = panel.node.querySelector(".jp-WindowedPanel-outer");
    const [box, screen] = [input.getBoundingClientRect(), scroller.getBoundingClientRect()];
    // Element.scrollIntoView would also scroll JupyterLab's own panels, which nothing scrolls back.
    if (box.bottom > screen.bottom) scroller.scrollTop += box.top - screen.top - screen.height / 3;
    stop();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_BEFORE_SCROLLING);
  };
  const changes = new MutationObserver(wait);
  const end = setTimeout(stop, PATIENCE);
  events.forEach((event) => window.addEventListener(event, stop, true));
  changes.observe(panel.node, { childList: true, subtree: true });
  wait();
}

/** Run a notebook as soon as its kernel is ready. */
async function run(panel, { sessionContext }) {
  await sessionContext.ready;
  await sessionContext.session?.kernel?.info;
  if (panel.isDisposed || !sessionContext.session?.kernel) return;
  const { NotebookActions } = await shared("@jupyterlab/notebook");
  // Not the command "Run All Cells": it runs the notebook in front, which may be another by now, and moves to its last cell.
  const code = panel.content.widgets.filter((cell) => cell.model.type === "code");
  await NotebookActions.runCells(panel.content, code, sessionContext);
  showFirstInput(panel);
}

async function open(app, panel, context, opened) {
  await context.ready;
  if (panel.isDisposed) return;
  const code = codeOf(context.model);
  if (!isOurs(code)) return;
  panel.addClass(CLASS);
  if (opened.has(context)) return; // another view of a notebook that is open
  opened.add(context);
  saveChanges(context);
  if (hasOnlyOurLines(code)) {
    panel.addClass(LOADING);
    await run(panel, context).finally(() => panel.removeClass(LOADING));
  } else {
    const message = "This notebook has code of its own, so it doesn’t run by itself. To run it, choose Run, then Run All Cells.";
    await app.commands.execute("apputils:notify", { message, type: "info", options: { autoClose: false } });
  }
}

const plugin = {
  id: "careerskit:plugin",
  description: "Runs careerskit's notebooks when they are opened, and shows no code.",
  autoStart: true,
  activate(app) {
    const style = document.createElement("style");
    style.textContent = STYLE;
    document.head.append(style);
    const opened = new WeakSet();
    app.docRegistry.addWidgetExtension("Notebook", {
      createNew(panel, context) { void open(app, panel, context, opened); },
    });
    app.restored.then(() => app.shell.collapseLeft()); // the notebook needs the room, and has links to the other steps
  },
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB.careerskit = {
  init(modules) { sharedModules = modules; },
  async get() { return () => ({ __esModule: true, default: plugin }); },
};
