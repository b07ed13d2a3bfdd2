// Colour spaces: the conversions of `pinkpref.colour`, and those that the map's planes need besides.
// A colour is [red, green, blue], each in 0-255 and not necessarily whole; hue is a fraction of a turn in [0, 1).

const TAU = 2 * Math.PI;
const LINEAR_SRGB_TO_LMS = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const LMS_TO_OKLAB = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.8086757660],
];

/**
 * @param {number[]} rgb each in 0-255
 * @returns {number[]} [hue, saturation, value], each in [0, 1]
 */
export function rgbToHsv([red, green, blue]) {
  const value = Math.max(red, green, blue) / 255;
  const chroma = value - Math.min(red, green, blue) / 255;
  let sextant = 0;
  if (chroma > 0) {
    const offset = (/** @type {number} */ one, /** @type {number} */ other) => (one - other) / 255 / chroma;
    if (red / 255 === value) sextant = offset(green, blue);
    else if (green / 255 === value) sextant = 2 + offset(blue, red);
    else sextant = 4 + offset(red, green);
  }
  return [(sextant / 6 + 1) % 1, value > 0 ? chroma / value : 0, value];
}

/**
 * @param {number[]} hsv [hue, saturation, value], each in [0, 1]
 * @returns {number[]} [red, green, blue], each in 0-255
 */
export function hsvToRgb([hue, saturation, value]) {
  const channel = (/** @type {number} */ shift) => {
    const sextant = (shift + hue * 6) % 6;
    return 255 * value * (1 - saturation * Math.max(0, Math.min(sextant, 4 - sextant, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}

/**
 * @param {number[]} rgb each in 0-255
 * @returns {number[]} [hue, saturation, lightness], each in [0, 1]
 */
export function rgbToHsl(rgb) {
  const [hue, saturation, value] = rgbToHsv(rgb);
  const lightness = value * (1 - saturation / 2);
  const headroom = Math.min(lightness, 1 - lightness);
  return [hue, headroom > 0 ? (value - lightness) / headroom : 0, lightness];
}

/**
 * @param {number[]} hsl [hue, saturation, lightness], each in [0, 1]
 * @returns {number[]} [red, green, blue], each in 0-255
 */
export function hslToRgb([hue, saturation, lightness]) {
  const value = lightness + saturation * Math.min(lightness, 1 - lightness);
  return hsvToRgb([hue, value > 0 ? 2 * (1 - lightness / value) : 0, value]);
}

/**
 * @param {number[]} rgb each in 0-255
 * @returns {number[]} [chroma · cos hue, chroma · sin hue, value]; the first two in [-1, 1], the last in [0, 1]
 */
export function rgbToHueCircle(rgb) {
  const [hue, saturation, value] = rgbToHsv(rgb);
  const chroma = saturation * value;
  return [chroma * Math.cos(TAU * hue), chroma * Math.sin(TAU * hue), value];
}

const linear = (/** @type {number} */ channel) =>
  channel <= 0.04045 * 255 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
const multiply = (/** @type {number[][]} */ matrix, /** @type {number[]} */ [x, y, z]) =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z);

/**
 * @param {number[]} rgb each in 0-255
 * @returns {number[]} [lightness, a, b] in OKLab; lightness in [0, 1], a and b about [-0.4, 0.4]
 */
export const rgbToOklab = (rgb) =>
  multiply(LMS_TO_OKLAB, multiply(LINEAR_SRGB_TO_LMS, rgb.map((channel) => linear(channel))).map(Math.cbrt));

/**
 * @param {number[]} rgb each in 0-255
 * @returns {boolean} whether white shows on it better than black
 */
export const isDark = ([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue < 128;

/**
 * @param {number[]} rgb each in 0-255, rounded here
 * @returns {string} such as "#ff69b4"
 */
export const toHex = (rgb) =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;

/**
 * @param {string} hex such as "#ff69b4"
 * @returns {number[]} [red, green, blue], whole, each in 0-255
 */
export const fromHex = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
