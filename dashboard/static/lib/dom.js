// Elements of the page.

const SVG = new Set(["svg", "g", "line", "circle", "rect", "text", "title", "image", "path"]);

/**
 * Makes an HTML or SVG element.
 *
 * @param {string} name its tag
 * @param {Record<string, string | number | boolean>} [attributes] by name
 * @param {...(Node | string)} children what is in it
 * @returns {any} the element, of the class that belongs to the tag
 */
export function element(name, attributes = {}, ...children) {
  const made = SVG.has(name)
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * Makes a small swatch of a colour; the text beside it has to name the colour.
 *
 * @param {string} colour in CSS
 * @returns {HTMLElement} the swatch
 */
export const swatch = (colour) =>
  element("span", { class: "pp-dot", style: `background:${colour}`, "aria-hidden": "true" });
