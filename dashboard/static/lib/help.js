// A question mark that explains what it stands beside, by mouse, keyboard and finger.

import { element } from "./dom.js";

const MARGIN = 8; // between the explanation, its button and the edges of the window, in pixels

let made = 0;

/**
 * @param {string} about what it explains
 * @param {string} text the explanation
 * @returns {HTMLElement} the button, and the explanation, which opens in front of the page
 */
export function help(about, text) {
  made += 1;
  const id = `pp-help-${made}`;
  const button = element("button", { type: "button", popovertarget: id, "aria-label": `${about}: ?` }, "?");
  const explanation = element("span", { id, class: "pp-explanation", popover: "auto", role: "note" }, text);
  explanation.addEventListener("toggle", () => {
    const { left, bottom } = button.getBoundingClientRect();
    const most = Math.max(MARGIN, document.documentElement.clientWidth - explanation.offsetWidth - MARGIN);
    explanation.style.left = `${Math.min(left, most)}px`;
    explanation.style.top = `${bottom + MARGIN}px`;
  });
  return element("span", { class: "pp-help" }, button, explanation);
}
