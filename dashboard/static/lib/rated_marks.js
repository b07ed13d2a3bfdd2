// The rated colours on the map: round if liked, square if not, test rows with a dashed edge, faint where far from the
// plane, crossed out where the network is wrong.

import { isDark, toHex } from "./colour.js";
import { element } from "./dom.js";

/** @import { ColourGrid } from "./colour_grid.js" */
/** @import { NetworkMessages } from "./contract.js" */
/** @import { Run } from "./store.js" */

const MOST_MARKS = 300;
const CROWDED = 60; // with more rated colours, marks are smaller
const FAR = 0.15; // a colour farther from the plane is faint

/** The marks of all rated colours on both halves of the map. */
export class RatedMarks {
  constructor() {
    /** @type {SVGGElement} */
    this.group = element("g");
    /** @type {{ cross: SVGElement, row: number }[]} */
    this.crosses = [];
    this.unmarked = 0; // how many of the run's colours have no mark
  }

  /**
   * Draws everything that does not depend on weights.
   *
   * @param {Run} run whose rated colours these are
   * @param {ColourGrid} grid what the map shows
   * @param {[number, number][]} corners left and top of each half, in pixels
   * @param {number} side of a half, in pixels
   * @param {NetworkMessages} messages for the marks' names
   */
  layOut(run, grid, corners, side, messages) {
    const radius = run.colours.length > CROWDED ? 4 : 7;
    const marked = run.colours.slice(0, MOST_MARKS);
    this.unmarked = run.colours.length - marked.length;
    this.crosses = [];
    this.group.replaceChildren();
    for (const [left, top] of corners) {
      marked.forEach((rgb, row) => {
        const { x, y, distance } = grid.locate(rgb);
        const centre = { x: left + x * side, y: top + (1 - y) * side };
        const opacity = distance > FAR ? 0.4 : 1;
        const cross = crossOver(centre, radius, isDark(rgb) ? "#fff" : "#000");
        const dashes = run.test[row] ? { "stroke-dasharray": "3 3" } : {};
        const title = `${toHex(rgb)} · ${run.like[row] ? messages.liked : messages.notLiked} · ${
          run.test[row] ? messages.testRow : messages.trainingRow
        }`;
        this.crosses.push({ cross, row });
        this.group.append(
          element(
            "g",
            { fill: toHex(rgb), opacity },
            shape(run.like[row], centre, radius, { stroke: "#000", "stroke-width": 4 }),
            shape(run.like[row], centre, radius, { stroke: "#fff", "stroke-width": 2, ...dashes }),
            element("title", {}, title),
            cross,
          ),
        );
      });
    }
  }

  /**
   * Crosses out the colours on which the network is wrong.
   *
   * @param {Run} run whose rated colours these are
   * @param {number} epoch 0 (untrained) to the run's last
   */
  crossOut({ network, inputs, colours, like }, epoch) {
    const liking = network.liking(epoch, inputs, colours.length);
    for (const { cross, row } of this.crosses) {
      cross.style.display = liking[row] > 0.5 === Boolean(like[row]) ? "none" : "";
    }
  }
}

/**
 * @param {boolean} round a circle, otherwise a square
 * @param {{ x: number, y: number }} centre in pixels
 * @param {number} radius in pixels
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function shape(round, { x, y }, radius, attributes) {
  return round
    ? element("circle", { cx: x, cy: y, r: radius, ...attributes })
    : element("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, ...attributes });
}

/**
 * @param {{ x: number, y: number }} centre in pixels
 * @param {number} radius in pixels
 * @param {string} stroke
 * @returns {SVGElement}
 */
function crossOver({ x, y }, radius, stroke) {
  const [forth, back] = [2 * radius, -2 * radius];
  return element("path", {
    d: `M${x - radius} ${y - radius}l${forth} ${forth}m0 ${back}l${back} ${forth}`,
    stroke,
    "stroke-width": 2,
    fill: "none",
  });
}
