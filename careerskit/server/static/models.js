// The widgets' models of this page: what the server last said of each widget, and where its answer stands in the plan.

export const MAX_LENGTH = 20_000; // characters the server accepts in one answer

// By id. A model has:
//   state: the widget's traits, as the server sends them, and as they are changed here
//   element, show: the element that shows the widget, and the function that shows a state in it (widgets.js)
//   valueKey: which part of the state is the answer
//   sent: the answer that the server has, or that is on its way there. saved: the answer that is known to be in the store.
export const models = new Map();

const paths = new Map(); // id of a model -> path of its answer in the plan

// What the server says of the page as a whole:
//   spares: the paths of boxes whose record is in the store only once something is typed there
//   toggles: for controls that are not shown, the id of the button that shows them, by how their paths start
export const page = { spares: [], toggles: {} };

// A point takes one line, see points.js.
export const isPoint = (model) => Boolean(model?.state._dom_classes?.includes("ck-point"));
export const isSpare = (path) => page.spares.includes(path?.split("#")[0]);
// The list and the field of an answer, for what is in the same place of another record.
export const placeOf = (path) => path.replace(/\[[^\]]*\](\.\w+(#.*)?)$/, "[]$1");

export function addPaths(more) {
  for (const [id, path] of Object.entries(more)) paths.set(id, path);
}
export function setPaths(all) {
  paths.clear();
  addPaths(all);
}
export function removeModel(id) {
  models.get(id)?.element?.remove();
  models.delete(id);
  paths.delete(id);
}
export const pathOf = ({ id }) => paths.get(id);
export const idAt = (path) => [...paths.keys()].find((id) => paths.get(id) === path);
export const allPaths = () => [...paths.values()];
export const allIds = () => [...paths.keys()];

export const isTooLong = ({ valueKey, state }) => state[valueKey]?.length > MAX_LENGTH;
export const labelOf = (element) => element.querySelector(".ck-label")?.textContent ?? "";
