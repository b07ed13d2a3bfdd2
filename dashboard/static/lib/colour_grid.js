// The colours of the map's plane on a grid, and the network's inputs for them.

import { hueOrigin } from "./planes.js";
import * as store from "./store.js";

/** @import { Plane } from "./planes.js" */
/** @import { Run } from "./store.js" */

const MARGIN = 0.08; // around the rated colours when zoomed, of the whole axis

/** A square grid of colours, the first row at the top; its hue axis begins where it does not part the rated colours. */
export class ColourGrid {
  /**
   * @param {Run} run whose rated colours the grid shows
   * @param {number} size points along each side
   */
  constructor(run, size) {
    /** @type {Plane} */
    this.plane = store.plane();
    this.fixedValue = store.fixedValue();
    this.size = size;
    this.hueOrigin = this.plane.across === "H" ? hueOrigin(run.colours) : 0;
    /** @type {[number, number][]} the part of each axis that is shown */
    this.ranges = store.zoomed() ? rangesAround(run.colours.map((rgb) => this.onPlane(rgb))) : [[0, 1], [0, 1]];
    /** @type {number[][]} (size², 3), each in 0-255 */
    this.colours = [];
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        this.colours.push(this.colourAt((column + 0.5) / size, 1 - (row + 0.5) / size));
      }
    }
    this.inputs = run.network.inputs(this.colours); // features × size²
  }

  /**
   * @param {number} x on the map, in [0, 1]
   * @param {number} y on the map, in [0, 1], 1 is the top
   * @returns {number[]} the colour there, each in 0-255
   */
  colourAt(x, y) {
    const [across, up] = this.ranges.map(([low, high], axis) => low + [x, y][axis] * (high - low));
    return this.plane.toRgb(this.plane.across === "H" ? (across + this.hueOrigin) % 1 : across, up, this.fixedValue);
  }

  /**
   * @param {number[]} rgb each in 0-255
   * @returns {number[]} [x, y] on the whole plane, each in [0, 1]
   */
  onPlane(rgb) {
    const [x, y] = this.plane.fromRgb(rgb);
    return [this.plane.across === "H" ? (x - this.hueOrigin + 1) % 1 : x, y];
  }

  /**
   * @param {number[]} rgb each in 0-255
   * @returns {{ x: number, y: number, distance: number }} where it lies on the map, outside [0, 1] beyond its edges;
   *   and its distance from the plane along the fixed channel, in [0, 1]
   */
  locate(rgb) {
    const fixed = this.plane.fromRgb(rgb)[2];
    let distance = Math.abs(fixed - this.fixedValue);
    if (this.plane.fixed === "H") distance = 2 * Math.min(distance, 1 - distance);
    const [x, y] = this.onPlane(rgb).map((value, axis) => this.toMap(value, axis));
    return { x, y, distance };
  }

  /**
   * @param {number} value on the whole plane's axis
   * @param {number} axis 0 is x, 1 is y
   * @returns {number} on the map, in [0, 1] where it is within the range shown
   */
  toMap(value, axis) {
    const [low, high] = this.ranges[axis];
    return (value - low) / (high - low);
  }
}

/**
 * @param {number[][]} points [x, y] each
 * @returns {[number, number][]} the range of x and of y that holds them all, with a margin
 */
function rangesAround(points) {
  return [0, 1].map((axis) => {
    let [low, high] = [1, 0];
    for (const point of points) [low, high] = [Math.min(low, point[axis]), Math.max(high, point[axis])];
    return [Math.max(0, low - MARGIN), Math.min(1, high + MARGIN)];
  });
}

/**
 * The cache key of everything in a picture of the plane that does not depend on weights.
 *
 * @param {Run} run
 * @param {unknown} messages in the picture
 * @param {number} width in pixels
 * @returns {string} equal where the layout can stay as it is
 */
export function layoutKey({ network, colours, like, test }, messages, width) {
  const { colourSpaces, offset, scale } = network;
  const view = [store.planeName(), store.fixedValue(), store.zoomed(), width];
  return JSON.stringify([colourSpaces, offset, scale, colours, like, test, view, messages]);
}
