// The colour scale of liking: from dark at 0 to light at 1, an order that needs no eye for hue; and other values scaled
// to it.

const STOPS = [[32, 28, 60], [104, 48, 110], [188, 84, 118], [242, 150, 140], [255, 240, 226]];

/**
 * The scale in 256 steps, (256, 3), whole, each in 0-255.
 *
 * @type {number[][]}
 */
export const LIKING_SCALE = Array.from({ length: 256 }, (_, at) => {
  const place = (at / 255) * (STOPS.length - 1);
  const low = Math.min(Math.floor(place), STOPS.length - 2);
  return STOPS[low].map((channel, index) => Math.round(channel + (place - low) * (STOPS[low + 1][index] - channel)));
});

/**
 * The same as opaque pixels of an ImageData, 256.
 */
export const LIKING_PIXELS = new Uint32Array(
  new Uint8ClampedArray(LIKING_SCALE.flatMap(([red, green, blue]) => [red, green, blue, 255])).buffer,
);

/**
 * Scales values to [0, 1], from their minimum to their maximum; where all are the same, to 0.
 *
 * @param {ArrayLike<number>} values finite
 * @returns {{ low: number, high: number, scaled: Float64Array }} minimum, maximum, and the scaled values
 */
export function minMaxScale(values) {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at += 1) {
    if (values[at] < low) low = values[at];
    if (values[at] > high) high = values[at];
  }
  const range = high - low;
  return { low, high, scaled: Float64Array.from(values, (value) => (range > 0 ? (value - low) / range : 0)) };
}
