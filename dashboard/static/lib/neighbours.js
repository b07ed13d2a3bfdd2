// The rated colours that look most like another colour.

import { rgbToOklab } from "./colour.js";

/**
 * Finds the nearest neighbours of a colour, as `pinkpref.evaluation.misclassified.nearest`.
 *
 * @param {number[][]} colours the candidates, (n, 3), each in 0-255
 * @param {number[]} rgb the query, each in 0-255
 * @param {number} count how many
 * @returns {[number, number][]} [index, distance in OKLab], nearest first; of equal distances the lower index first
 */
export function nearest(colours, rgb, count) {
  const [lightness, a, b] = rgbToOklab(rgb);
  return colours
    .map((colour, index) => {
      const lab = rgbToOklab(colour);
      return /** @type {[number, number]} */ ([index, Math.hypot(lab[0] - lightness, lab[1] - a, lab[2] - b)]);
    })
    .toSorted(([first, near], [second, far]) => Number(near.toFixed(9)) - Number(far.toFixed(9)) || first - second)
    .slice(0, count);
}
