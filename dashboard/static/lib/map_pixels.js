// The colour map's pixels: liking as colours, and the decision boundary.

import { LIKING_PIXELS } from "./liking_scale.js";

const [WHITE, BLACK] = [0xff_ff_ff_ff, 0xff_00_00_00];

/**
 * Paints liking by the colour scale.
 *
 * @param {Float64Array} liking of each point, in [0, 1]
 * @param {Uint32Array} pixels of the same length, written
 */
export function paintLiking(liking, pixels) {
  for (let at = 0; at < liking.length; at += 1) pixels[at] = LIKING_PIXELS[(255 * liking[at] + 0.5) | 0];
}

/**
 * Paints the decision boundary, where the answer changes between neighbouring points: white on the liked side, black
 * on the other.
 *
 * @param {Float64Array} liking of each point, row by row, in [0, 1]
 * @param {number} size points along each side
 * @param {Uint32Array[]} images of size² pixels each, written
 */
export function paintBoundary(liking, size, images) {
  const paintBetween = (/** @type {number} */ at, /** @type {number} */ other) => {
    if (liking[at] > 0.5 === liking[other] > 0.5) return;
    for (const point of [at, other]) for (const pixels of images) pixels[point] = liking[point] > 0.5 ? WHITE : BLACK;
  };
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const at = row * size + column;
      if (column + 1 < size) paintBetween(at, at + 1);
      if (row + 1 < size) paintBetween(at, at + size);
    }
  }
}

/**
 * @param {Float64Array} liking of each point, in [0, 1]; at least one
 * @returns {{ likedShare: number, most: number, least: number }} the share of points that are liked, in [0, 1], and
 *   the indexes of the most and the least liked point, the first of equal ones
 */
export function summarise(liking) {
  let count = 0;
  let [least, most] = [0, 0];
  for (let at = 0; at < liking.length; at += 1) {
    if (liking[at] > 0.5) count += 1;
    if (liking[at] < liking[least]) least = at;
    if (liking[at] > liking[most]) most = at;
  }
  return { likedShare: count / liking.length, most, least };
}
