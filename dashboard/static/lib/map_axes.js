// Frame, title and axes around the colour map.

import { element } from "./dom.js";
import { AXES, axisTicks } from "./planes.js";

/** @import { ColourGrid } from "./colour_grid.js" */

const TEXT = { fill: "currentColor", "font-size": 12 };

/**
 * @param {ColourGrid} grid what the map shows
 * @param {[number, number]} corner left and top of the map, in pixels
 * @param {number} side of the map, in pixels
 * @param {string} title above it
 * @param {Record<string, string>} channels what each channel is called
 * @returns {SVGElement[]} frame, title, the axes' names and their ticks
 */
export function mapAxes(grid, [left, top], side, title, channels) {
  const { across, up } = grid.plane;
  return [
    element("rect", { x: left, y: top, width: side, height: side, fill: "none", stroke: "currentColor", opacity: 0.4 }),
    element("text", { x: left, y: top - 8, ...TEXT, "font-weight": 600 }, title),
    element("text", { x: left + side / 2, y: top + side + 32, "text-anchor": "middle", ...TEXT }, channels[across]),
    element(
      "text",
      { transform: `translate(${left - 32} ${top + side / 2}) rotate(-90)`, "text-anchor": "middle", ...TEXT },
      channels[up],
    ),
    ...ticks(grid, 0).map(({ place, text }) => tickLabel(left + place * side, top + side + 15, "middle", text)),
    ...ticks(grid, 1).map(({ place, text }) => tickLabel(left - 5, top + (1 - place) * side + 4, "end", text)),
  ];
}

const tickLabel = (
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {string} */ anchor,
  /** @type {string} */ text,
) => element("text", { x, y, "text-anchor": anchor, ...TEXT, "font-size": 11 }, text);

/**
 * @param {ColourGrid} grid
 * @param {number} axis 0 is x, 1 is y
 * @returns {{ place: number, text: string }[]} the place on the map in [0, 1], and the label
 */
function ticks(grid, axis) {
  const { plane, ranges, hueOrigin } = grid;
  const channel = [plane.across, plane.up][axis];
  const { scale, unit } = AXES[channel];
  const origin = axis === 0 ? hueOrigin : 0; // 0 unless x is hue
  const [low, high] = ranges[axis];
  return axisTicks(AXES[channel], [low + origin, high + origin]).map((tick) => ({
    place: grid.toMap(tick / scale - origin, axis),
    text: `${channel === "H" ? tick % scale : tick}${unit}`,
  }));
}
