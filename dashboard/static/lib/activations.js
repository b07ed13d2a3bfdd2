// The activation functions of Keras.

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
const SMALLEST_NORMAL = 2 ** -126; // of single precision

const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

// The error function, by its Taylor series near 0 and its continued fraction far from it.
function erf(/** @type {number} */ x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let step = 1; Math.abs(term) > 1e-17; step += 1) {
      term *= (-size * size) / step;
      sum += term / (2 * step + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = size;
  for (let step = 60; step > 0; step -= 1) fraction = size + step / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-size * size) / fraction / Math.sqrt(Math.PI));
}

/**
 * Every activation that a hidden layer can have, by its name in Keras.
 *
 * @type {Record<string, (x: number) => number>}
 */
export const ACTIVATIONS = {
  relu: (x) => (x > 0 ? x : 0),
  leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  silu: (x) => x * sigmoid(x),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  tanh: Math.tanh,
  sigmoid,
  linear: (x) => x,
};

/**
 * The sigmoid in single precision, as TensorFlow computes it for the two outputs: where both are 1, or both 0, it is
 * this rounding that makes them equal. Subnormal results are flushed to 0.
 *
 * @param {number} logit any number
 * @returns {number} in [0, 1]
 */
export function singlePrecisionSigmoid(logit) {
  const output = Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-logit))));
  return output < SMALLEST_NORMAL ? 0 : output;
}
