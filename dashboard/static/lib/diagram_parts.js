// What the network diagram is made of: units with a small map each, and the lines between them.

import { element } from "./dom.js";
import { LIKING_SCALE } from "./liking_scale.js";

/**
 * A unit in the diagram, with what is drawn of it.
 *
 * @typedef {object} Unit
 * @property {number} layer 0 is the input layer
 * @property {number} unit its place in the layer, from 0
 * @property {number} x left edge, in pixels
 * @property {number} y upper edge, in pixels
 * @property {string} name
 * @property {HTMLCanvasElement} canvas its map
 * @property {SVGGElement} group edge, caption and title
 * @property {SVGRectElement} edge
 * @property {SVGTextElement} caption
 * @property {SVGTitleElement} title everything about it, for the pointer and for screen readers
 * @property {{ meanChange: number, changedAnswers: number }} ablation of a hidden unit, what changes without it
 * @property {boolean} dead whether a hidden unit gives the same for every training row
 */

/**
 * A weight in the diagram, with what is drawn of it.
 *
 * @typedef {{ from: Unit, to: Unit, line: SVGLineElement, title: SVGTitleElement }} Connection
 */

/**
 * Points along each side of a unit's map.
 */
export const MAP_SIZE = 40;

/**
 * @param {{ layer: number, unit: number, x: number, y: number }} place in the network, and in pixels
 * @param {string} name
 * @param {number} size of its side, in pixels
 * @returns {Unit} not yet on the page, its map, caption and title empty
 */
export function makeUnit(place, name, size) {
  const { x, y, layer } = place;
  const style = `left:${x}px;top:${y}px;width:${size}px;height:${size}px`;
  const edge = element("rect", { x, y, width: size, height: size, rx: 3, fill: "transparent", stroke: "currentColor" });
  const below = caption(x + size / 2, y + size + 12, 11);
  const title = element("title");
  return {
    ...place,
    name,
    canvas: element("canvas", { width: MAP_SIZE, height: MAP_SIZE, style }),
    group: element("g", { tabindex: layer > 0 ? 0 : -1, role: "img" }, edge, below, title),
    edge,
    caption: below,
    title,
    ablation: { meanChange: 0, changedAnswers: 0 },
    dead: false,
  };
}

/**
 * @param {Unit} from
 * @param {Unit} to
 * @param {number} size of a unit's side, in pixels
 * @returns {Connection} not yet on the page, its line without colour and width
 */
export function makeConnection(from, to, size) {
  const title = element("title");
  const ends = { x1: from.x + size, y1: from.y + size / 2, x2: to.x, y2: to.y + size / 2 };
  return { from, to, title, line: element("line", { ...ends, "stroke-linecap": "butt" }, title) };
}

/**
 * @param {number} x of its middle, in pixels
 * @param {number} y of its baseline, in pixels
 * @param {number} size of the font, in pixels
 * @param {string} [text]
 * @returns {SVGTextElement}
 */
export const caption = (x, y, size, text = "") =>
  element("text", { x, y, "text-anchor": "middle", fill: "currentColor", "font-size": size }, text);

/**
 * Paints a unit's map by the scale of liking.
 *
 * @param {Unit} unit
 * @param {ArrayLike<number>} values of its points, MAP_SIZE² row by row, in [0, 1]
 */
export function paintMap({ canvas }, values) {
  const pixels = new ImageData(MAP_SIZE, MAP_SIZE);
  for (let at = 0; at < values.length; at += 1) {
    pixels.data.set(LIKING_SCALE[Math.round(255 * values[at])], 4 * at);
    pixels.data[4 * at + 3] = 255;
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}
