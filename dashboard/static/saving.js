// Figures and their data as files.

import { element } from "./text.js";

function download(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A cell that a spreadsheet would take for a formula is told to be text.
function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(name, head, rows) {
  const lines = [head, ...rows].map((row) => row.map(cell).join(","));
  download(`${name}.csv`, `\ufeff${lines.join("\r\n")}\r\n`, "text/csv");
}

// A drawing, canvases with an SVG over them, as one SVG that needs no page around it.
function standalone(drawing) {
  const over = drawing.querySelector("svg");
  const room = over.getBoundingClientRect();
  const copy = over.cloneNode(true);
  for (const canvas of [...drawing.querySelectorAll("canvas")].reverse()) {
    const place = canvas.getBoundingClientRect();
    const picture = element("image", {
      href: canvas.toDataURL(),
      x: place.left - room.left,
      y: place.top - room.top,
      width: place.width,
      height: place.height,
      preserveAspectRatio: "none",
    });
    copy.prepend(picture);
  }
  const { fontSize, color } = getComputedStyle(over);
  const ground = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  copy.prepend(element("rect", { width: "100%", height: "100%", fill: ground }));
  copy.setAttribute("width", room.width);
  copy.setAttribute("height", room.height);
  copy.setAttribute("style", `font: ${fontSize} sans-serif; color: ${color};`);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

export const svg = (name, drawing) => download(`${name}.svg`, standalone(drawing));

export async function png(name, drawing, scale = 2) {
  const image = new Image();
  image.src = URL.createObjectURL(standalone(drawing));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((content) => download(`${name}.png`, content));
}

// A row of small buttons, one for each way to save.
export function buttons(label, ways) {
  const row = element("div", { class: "pp-save", role: "group", "aria-label": label });
  for (const [name, save] of Object.entries(ways)) {
    const button = element("button", { type: "button", "aria-label": `${label}: ${name}` }, name);
    button.addEventListener("click", save);
    row.append(button);
  }
  return row;
}
