// Small things every module needs from the page.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export const one = (selector, root = document) => root.querySelector(selector);

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function setIcon(svg, name) {
  svg.querySelector("use").setAttribute("href", `/static/icons.svg#${name}`);
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// What the page knows of itself, in data-* attributes on <main>.
export const page = () => document.querySelector("main")?.dataset ?? {};
