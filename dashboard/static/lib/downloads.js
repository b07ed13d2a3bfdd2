// Pictures and tables as files, and the buttons that save them.

import { csvText } from "./csv.js";
import { element } from "./dom.js";

const KEPT = 10_000; // how long a file's URL is valid, in milliseconds

/**
 * @param {string} name of the file
 * @param {Blob} content
 */
function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

/**
 * @param {string} name of the file, without its ending
 * @param {string[]} head the columns' names
 * @param {unknown[][]} rows as `csvText` takes them
 */
export function csv(name, head, rows) {
  download(`${name}.csv`, new Blob([csvText(head, rows)], { type: "text/csv" }));
}

/**
 * Makes one SVG of a drawing, canvases under an SVG, that needs no page around it.
 *
 * @param {HTMLElement} drawing on the page
 * @returns {Blob} the file
 */
function standaloneSvg(drawing) {
  const svgElement = drawing.querySelector("svg");
  const size = svgElement.getBoundingClientRect();
  const copy = /** @type {SVGSVGElement} */ (svgElement.cloneNode(true));
  for (const canvas of [...drawing.querySelectorAll("canvas")].toReversed()) {
    const place = canvas.getBoundingClientRect();
    const image = element("image", {
      href: canvas.toDataURL(),
      x: place.left - size.left,
      y: place.top - size.top,
      width: place.width,
      height: place.height,
      preserveAspectRatio: "none",
    });
    copy.prepend(image);
  }
  const { fontSize, color } = getComputedStyle(svgElement);
  const background = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  copy.prepend(element("rect", { width: "100%", height: "100%", fill: background }));
  copy.setAttribute("width", String(size.width));
  copy.setAttribute("height", String(size.height));
  copy.setAttribute("style", `font: ${fontSize} sans-serif; color: ${color};`);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

/**
 * @param {string} name of the file, without its ending
 * @param {HTMLElement} drawing canvases under an SVG
 */
export function svg(name, drawing) {
  download(`${name}.svg`, standaloneSvg(drawing));
}

/**
 * @param {string} name of the file, without its ending
 * @param {HTMLElement} drawing canvases under an SVG
 * @param {number} [scale] pixels of the file for one of the page
 */
export async function png(name, drawing, scale = 2) {
  const image = new Image();
  image.src = URL.createObjectURL(standaloneSvg(drawing));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((content) => download(`${name}.png`, content));
}

/**
 * Makes a row of small buttons, one for each format.
 *
 * @param {string} label what they save
 * @param {Record<string, () => unknown>} actions by format
 * @returns {HTMLElement} the row
 */
export function buttons(label, actions) {
  const row = element("div", { class: "pp-save", role: "group", "aria-label": label });
  for (const [format, save] of Object.entries(actions)) {
    const button = element("button", { type: "button", "aria-label": `${label}: ${format}` }, format);
    button.addEventListener("click", save);
    row.append(button);
  }
  return row;
}
