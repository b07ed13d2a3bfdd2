// The state that all components of the page share: the epoch, the map's plane, the selected colour, and the runs.
// The browser evaluates an ES module once for a page, so whoever imports this file shares one store.

import { defaultFixedValue, PLANES } from "./planes.js";

/** @import { Network } from "./network.js" */
/** @import { RunName } from "./contract.js" */
/** @import { Plane } from "./planes.js" */

/**
 * A run in the browser.
 *
 * @typedef {object} Run
 * @property {Network} network with its weights after every epoch
 * @property {number[][]} colours the rated colours, (rows, 3), each in 0-255
 * @property {boolean[]} like whether each is rated as liked
 * @property {boolean[]} test whether each is a test row
 * @property {Float32Array} inputs the network's inputs for the rated colours, features × rows
 */

/**
 * What of the store has changed.
 *
 * @typedef {"epoch" | "plane" | "fixedValue" | "zoomed" | "selectedColour" | "runs"} Change
 */

const DEFAULT_COLOUR = [255, 105, 180]; // while there is no rated colour: CSS's hotpink

/** @type {Map<RunName, Run>} */
const runs = new Map();
/** @type {Set<(change: Change) => void>} */
const listeners = new Set();
/** @type {{ epoch: number, plane: string, fixedValue: ?number, zoomed: boolean, selectedColour: ?number[] }} */
const state = { epoch: Infinity, plane: "HL", fixedValue: null, zoomed: true, selectedColour: null };

function notify(/** @type {Change} */ change) {
  for (const listener of listeners) listener(change);
}

/**
 * @template {keyof typeof state} Key
 * @param {Key} key
 * @param {(typeof state)[Key]} value
 */
function set(key, value) {
  if (state[key] === value) return;
  state[key] = value;
  notify(key);
}

const anyRun = () => runs.get("current") ?? runs.get("pinned");

/**
 * @param {(change: Change) => void} listener called after every change
 * @returns {() => void} ends the subscription
 */
export function subscribe(listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * @param {RunName} name
 * @returns {Run | undefined} undefined while there is none
 */
export const run = (name) => runs.get(name);

/**
 * @param {RunName} name
 * @param {Run} added takes the place of an earlier one
 */
export function addRun(name, added) {
  runs.set(name, added);
  notify("runs");
}

/**
 * @param {RunName} name
 * @param {Run} removed is left alone where another has taken its place
 */
export function removeRun(name, removed) {
  if (runs.get(name) !== removed) return;
  runs.delete(name);
  if (runs.size === 0) state.epoch = Infinity;
  notify("runs");
}

/**
 * @returns {number} the last epoch of the longest run; 0 while there is none
 */
export const lastEpoch = () => Math.max(0, ...[...runs.values()].map(({ network }) => network.lastEpoch));

/**
 * @param {number} [last] the last epoch of the run that asks
 * @returns {number} the epoch shown, 0 (untrained) to `last`
 */
export const epoch = (last = lastEpoch()) => Math.min(state.epoch, last);

/**
 * Shows another epoch. The last one means the end, also of a longer run that comes later.
 *
 * @param {number} shown whole
 */
export function setEpoch(shown) {
  set("epoch", shown >= lastEpoch() ? Infinity : Math.max(0, shown));
}

/**
 * @returns {string} a key of PLANES
 */
export const planeName = () => state.plane;

/**
 * @returns {Plane} the map's plane
 */
export const plane = () => PLANES[state.plane];

/**
 * Shows another plane, its fixed channel at its default value.
 *
 * @param {string} name a key of PLANES
 */
export function setPlane(name) {
  state.fixedValue = null;
  set("plane", name);
}

/**
 * @returns {number} the value of the plane's fixed channel, in [0, 1]
 */
export const fixedValue = () => state.fixedValue ?? defaultValue();

function defaultValue() {
  const found = anyRun();
  return found ? defaultFixedValue(plane(), found.colours) : 0.5;
}

/**
 * @param {number} value of the plane's fixed channel, in [0, 1]
 */
export function setFixedValue(value) {
  set("fixedValue", value);
}

/**
 * @returns {boolean} whether the map is zoomed to where the rated colours lie
 */
export const zoomed = () => state.zoomed;

/**
 * @param {boolean} value whether the map is zoomed to where the rated colours lie
 */
export function setZoomed(value) {
  set("zoomed", value);
}

/**
 * @returns {number[]} the colour whose prediction is shown, each in 0-255; at first the first rated colour
 */
export const selectedColour = () => state.selectedColour ?? anyRun()?.colours[0] ?? DEFAULT_COLOUR;

/**
 * @param {number[]} rgb each in 0-255
 */
export function selectColour(rgb) {
  set("selectedColour", rgb);
}
