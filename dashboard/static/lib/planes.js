// Planes through the colours that a screen can show: two channels of a colour as axes, the third fixed.

import { hslToRgb, hsvToRgb, rgbToHsl, rgbToHsv } from "./colour.js";

/**
 * How an axis is labelled.
 *
 * @typedef {object} Axis
 * @property {string} unit after the number
 * @property {number} scale the labelled value where the channel is 1
 * @property {number[]} steps the distances that ticks may have, in labelled values
 */

/**
 * A plane in a colour space. Channels are in [0, 1] each; the hue axis is a circle.
 *
 * @typedef {object} Plane
 * @property {string} across the channel along x, such as "H"
 * @property {string} up the channel along y
 * @property {string} fixed the channel that has one value on the whole plane
 * @property {(rgb: number[]) => number[]} fromRgb [across, up, fixed] of a colour
 * @property {(across: number, up: number, fixed: number) => number[]} toRgb the colour there, each in 0-255
 */

/** @type {Axis} */
const HUE = { unit: "°", scale: 360, steps: [5, 10, 15, 30, 45, 90] };
/** @type {Axis} */
const PERCENT = { unit: "%", scale: 100, steps: [2, 5, 10, 20, 25, 50] };
/** @type {Axis} */
const BYTE = { unit: "", scale: 255, steps: [8, 16, 32, 64, 128] };
const MOST_TICKS = 4; // on an axis, about

/**
 * The axis of each channel.
 *
 * @type {Record<string, Axis>}
 */
export const AXES = { H: HUE, S: PERCENT, V: PERCENT, L: PERCENT, R: BYTE, G: BYTE, B: BYTE };

/** @type {Record<string, { fromRgb: (rgb: number[]) => number[], toRgb: (channels: number[]) => number[] }>} */
const SPACES = {
  HSL: { fromRgb: rgbToHsl, toRgb: hslToRgb },
  HSV: { fromRgb: rgbToHsv, toRgb: hsvToRgb },
  RGB: {
    fromRgb: (rgb) => rgb.map((channel) => channel / 255),
    toRgb: (channels) => channels.map((channel) => 255 * channel),
  },
};

/**
 * @param {string} space of SPACES; its letters are its channels
 * @param {string} across
 * @param {string} up
 * @returns {Plane}
 */
function plane(space, across, up) {
  const x = space.indexOf(across);
  const y = space.indexOf(up);
  const z = 3 - x - y;
  return {
    across,
    up,
    fixed: space[z],
    fromRgb(rgb) {
      const channels = SPACES[space].fromRgb(rgb);
      return [channels[x], channels[y], channels[z]];
    },
    toRgb(acrossValue, upValue, fixedValue) {
      const channels = [0, 0, 0];
      channels[x] = acrossValue;
      channels[y] = upValue;
      channels[z] = fixedValue;
      return SPACES[space].toRgb(channels);
    },
  };
}

/**
 * The planes that the page offers, by name. Both axes are of one space: hue with red, say, would leave holes.
 *
 * @type {Record<string, Plane>}
 */
export const PLANES = {
  HL: plane("HSL", "H", "L"),
  HS: plane("HSV", "H", "S"),
  HV: plane("HSV", "H", "V"),
  SV: plane("HSV", "S", "V"),
  RG: plane("RGB", "R", "G"),
  RB: plane("RGB", "R", "B"),
  GB: plane("RGB", "G", "B"),
};

/**
 * Where a hue axis begins, so that the colours lie around its middle and the seam is opposite to them.
 *
 * @param {number[][]} colours (n, 3), each in 0-255
 * @returns {number} a hue in [0, 1), in whole steps of 10°
 */
export function hueOrigin(colours) {
  let [x, y] = [0, 0];
  for (const colour of colours) {
    const [hue, saturation] = rgbToHsv(colour);
    x += saturation * Math.cos(2 * Math.PI * hue);
    y += saturation * Math.sin(2 * Math.PI * hue);
  }
  const meanHue = Math.atan2(y, x) / (2 * Math.PI);
  return Math.round(((meanHue + 1.5) % 1) * 36) / 36;
}

/**
 * The value at which a plane's fixed channel starts: the median among some colours, of hue the middle of its axis.
 *
 * @param {Plane} on
 * @param {number[][]} colours (n, 3), each in 0-255; at least one
 * @returns {number} in [0, 1]
 */
export function defaultFixedValue(on, colours) {
  if (on.fixed === "H") return (hueOrigin(colours) + 0.5) % 1;
  const values = colours.map((colour) => on.fromRgb(colour)[2]).toSorted((one, other) => one - other);
  return values[Math.floor(values.length / 2)];
}

/**
 * Round values on an axis.
 *
 * @param {Axis} axis
 * @param {[number, number]} range the part of the axis that is shown, as channel values
 * @returns {number[]} labelled values within the range, evenly spaced
 */
export function axisTicks({ scale, steps }, [low, high]) {
  const step = steps.find((size) => (high - low) * scale <= size * MOST_TICKS) ?? steps[steps.length - 1];
  const ticks = [];
  for (let at = Math.ceil((low * scale) / step) * step; at <= high * scale + 1e-9; at += step) ticks.push(at);
  return ticks;
}

/**
 * @param {string} channel such as "H"
 * @param {number} value in [0, 1]
 * @returns {string} such as "213°", "40%" or "128"
 */
export function channelText(channel, value) {
  const { unit, scale } = AXES[channel];
  return `${Math.round(value * scale)}${unit}`;
}
