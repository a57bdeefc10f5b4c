// Makes elements, and puts HTML of the server into the page.

import { say } from "./status.js";

export function createElement(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// Replaces what is in a container. What was opened to be read stays open: known by its id, or else by its place.
export function replaceContent(container, ...content) {
  const all = () => [...container.querySelectorAll("details")].map((details, index) => [details.id || index, details]);
  const open = new Set(all().filter(([, details]) => details.open).map(([key]) => key));
  container.replaceChildren(...content);
  for (const [key, details] of all()) details.open ||= open.has(key);
}

// Shows HTML in a container: the server wrote it, or escaped it. Its style sheets are for notebooks; this page has its own.
export function showHtml(container, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  template.content.querySelectorAll("style").forEach((style) => style.remove());
  const messages = [...template.content.querySelectorAll("[role=status]")];
  replaceContent(container, template.content);
  for (const message of messages) { // said in the status line, since a live region that is new on the page is not announced
    message.removeAttribute("role");
    if (message.textContent.trim()) say(message.textContent);
  }
}
