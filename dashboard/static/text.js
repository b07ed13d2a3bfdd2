// Words and figures as the page writes them.

export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function percent(share) { // as `pinkpref.i18n.translation.percent`: never none or all where it is neither
  if (Number.isNaN(share)) return "–";
  if (share >= 0.995 && share < 1) return `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
  if (share > 0 && share < 0.005) return `${(Math.ceil(share * 1000) / 10).toFixed(1)}%`;
  return `${Math.round(share * 100)}%`;
}

export function number(value) { // a weight, short
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 0.00005 && size < 0.005) return value.toFixed(4).replace("-", "−");
  const text = size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
  return text.replace("-", "−");
}

export const exact = (value) => value.toPrecision(2); // of numbers that may all be tiny

export function element(name, attributes = {}, ...children) {
  const svg = ["svg", "g", "line", "circle", "rect", "text", "title", "image", "path"].includes(name);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
