// Planes through the colours a screen can show: two parts of a colour as axes, the third held still.

import { hsv } from "./network.js";

const TURN = { unit: "°", scale: 360, steps: [5, 10, 15, 30, 45, 90] };
const SHARE = { unit: "%", scale: 100, steps: [2, 5, 10, 20, 25, 50] };
const BYTE = { unit: "", scale: 255, steps: [8, 16, 32, 64, 128] };
export const AXES = { H: TURN, S: SHARE, V: SHARE, L: SHARE, R: BYTE, G: BYTE, B: BYTE };

function fromHsv([hue, saturation, value]) {
  const part = (at) => {
    const turn = (at + hue * 6) % 6;
    return 255 * value * (1 - saturation * Math.max(0, Math.min(turn, 4 - turn, 1)));
  };
  return [part(5), part(3), part(1)];
}

function hsl(rgb) {
  const [hue, saturation, value] = hsv(rgb);
  const lightness = value * (1 - saturation / 2);
  const room = Math.min(lightness, 1 - lightness);
  return [hue, room > 0 ? (value - lightness) / room : 0, lightness];
}

function fromHsl([hue, saturation, lightness]) {
  const value = lightness + saturation * Math.min(lightness, 1 - lightness);
  return fromHsv([hue, value > 0 ? 2 * (1 - lightness / value) : 0, value]);
}

const bytes = { of: (rgb) => rgb.map((part) => part / 255), rgb: (parts) => parts.map((part) => 255 * part) };
const SPACES = { HSL: { of: hsl, rgb: fromHsl }, HSV: { of: hsv, rgb: fromHsv }, RGB: bytes };

function plane(space, across, up) {
  const places = [space.indexOf(across), space.indexOf(up)];
  const still = 3 - places[0] - places[1];
  return {
    across,
    up,
    held: space[still],
    of: (rgb) => { // [across, up, held], each in [0, 1]
      const parts = SPACES[space].of(rgb);
      return [parts[places[0]], parts[places[1]], parts[still]];
    },
    rgb: (x, y, held) => {
      const parts = [];
      parts[places[0]] = x;
      parts[places[1]] = y;
      parts[still] = held;
      return SPACES[space].rgb(parts);
    },
  };
}

export const PLANES = {
  HL: plane("HSL", "H", "L"),
  HS: plane("HSV", "H", "S"),
  HV: plane("HSV", "H", "V"),
  SV: plane("HSV", "S", "V"),
  RG: plane("RGB", "R", "G"),
  RB: plane("RGB", "R", "B"),
  GB: plane("RGB", "G", "B"),
};

// Where a hue axis begins, so that the colours lie around its middle and the seam on the other side.
export function hueStart(colours) {
  let [x, y] = [0, 0];
  for (const colour of colours) {
    const [hue, saturation] = hsv(colour);
    x += saturation * Math.cos(2 * Math.PI * hue);
    y += saturation * Math.sin(2 * Math.PI * hue);
  }
  const middle = Math.atan2(y, x) / (2 * Math.PI);
  return Math.round(((middle + 1.5) % 1) * 36) / 36;
}

// The middle value of what a plane holds still, among some colours.
export function middle(plane, colours) {
  const values = colours.map((colour) => plane.of(colour)[2]).sort((one, other) => one - other);
  return plane.held === "H" ? (hueStart(colours) + 0.5) % 1 : values[Math.floor(values.length / 2)];
}

export function told(part, value) { // "213°", "40%", "128"
  const { unit, scale } = AXES[part];
  return `${Math.round(value * scale)}${unit}`;
}

export const hex = (rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
export const unhex = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
