// A trained network in the browser, at any epoch: the numbers of pinkpref's `Run.predict`, for pictures that move.

const TAU = 2 * Math.PI;

export function hsv([red, green, blue]) { // 0-255 to fractions of a turn and of 1, as `pinkpref.rgb_to_hsv`
  const value = Math.max(red, green, blue) / 255;
  const chroma = value - Math.min(red, green, blue) / 255;
  let hue = 0;
  if (chroma > 0) {
    const part = (one, other) => (one - other) / 255 / chroma;
    if (red / 255 === value) hue = part(green, blue);
    else if (green / 255 === value) hue = 2 + part(blue, red);
    else hue = 4 + part(red, green);
  }
  return [(hue / 6 + 1) % 1, value > 0 ? chroma / value : 0, value];
}

function hueCircle(rgb) {
  const [hue, saturation, value] = hsv(rgb);
  const chroma = saturation * value;
  return [chroma * Math.cos(TAU * hue), chroma * Math.sin(TAU * hue), value];
}

const linear = (part) => (part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
const mixed = (rows, [x, y, z]) => rows.map(([a, b, c]) => a * x + b * y + c * z);
const LMS = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const OKLAB = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.8086757660],
];

export const oklab = (rgb) => mixed(OKLAB, mixed(LMS, rgb.map(linear)).map(Math.cbrt));

const SPACES = { rgb: (rgb) => rgb, hsv, hue_circle: hueCircle, oklab };

const sigmoid = (sum) => 1 / (1 + Math.exp(-sum));
const LEAST = 2 ** -126; // what is smaller counts as 0 there

// The sigmoid of an output in single precision, as TensorFlow has it: where both outputs are 1, or both 0, it is this
// rounding that makes them equal.
function single(sum) {
  const share = Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-sum))));
  return share < LEAST ? 0 : share;
}

const SELU = [1.0507009873554805, 1.6732632423543772];

function erf(x) { // by its Taylor series near 0 and its continued fraction far from it
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
  let rest = size;
  for (let step = 60; step > 0; step -= 1) rest = size + step / 2 / rest;
  return Math.sign(x) * (1 - Math.exp(-size * size) / rest / Math.sqrt(Math.PI));
}

const ACTIVATIONS = { // Keras's
  relu: (sum) => (sum > 0 ? sum : 0),
  leaky_relu: (sum) => (sum > 0 ? sum : 0.2 * sum),
  elu: (sum) => (sum > 0 ? sum : Math.expm1(sum)),
  selu: (sum) => SELU[0] * (sum > 0 ? sum : SELU[1] * Math.expm1(sum)),
  gelu: (sum) => 0.5 * sum * (1 + erf(sum / Math.SQRT2)),
  silu: (sum) => sum * sigmoid(sum),
  softplus: (sum) => Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))),
  tanh: Math.tanh,
  sigmoid,
  linear: (sum) => sum,
};

export class Network {
  // told: layers, activation, inputs, offset, scale, as Python has them; numbers: all weights of all epochs in a row.
  constructor(told, numbers) {
    Object.assign(this, told);
    this.numbers = numbers;
    this.activate = ACTIVATIONS[told.activation];
    this.places = []; // where each layer's kernel and bias begin
    let place = 0;
    for (let layer = 1; layer < this.layers.length; layer += 1) {
      const kernel = place;
      const bias = kernel + this.layers[layer - 1] * this.layers[layer];
      place = bias + this.layers[layer];
      this.places.push({ kernel, bias });
    }
    this.parameters = place;
    this.last = numbers.length / place - 1; // the last epoch
  }

  weight(epoch, layer, from, to) {
    return this.numbers[epoch * this.parameters + this.places[layer].kernel + from * this.layers[layer + 1] + to];
  }

  bias(epoch, layer, to) {
    return this.numbers[epoch * this.parameters + this.places[layer].bias + to];
  }

  hiddenName(layer, unit) { // of a unit in the first, second, ... hidden layer
    return this.layers.length > 3 ? `h${layer}.${unit + 1}` : `h${unit + 1}`;
  }

  columns(rgb) { // the numbers a colour is written as, before scaling
    return this.inputs.flatMap((name) => SPACES[name](rgb));
  }

  scaled(columns) {
    return columns.map((number, at) => Math.fround((number - this.offset[at]) / this.scale[at]));
  }

  table(colours) { // what the network sees of many colours, one feature after another
    const table = new Float32Array(colours.length * this.layers[0]);
    colours.forEach((rgb, row) => {
      this.scaled(this.columns(rgb)).forEach((number, at) => {
        table[at * colours.length + row] = number;
      });
    });
    return table;
  }

  // What every layer gives for a table of so many rows, one unit after another; last the two outputs.
  // `without` [layer, unit] is a hidden unit that stays silent.
  signals(epoch, table, rows, without = []) {
    const found = [];
    let before = table;
    this.places.forEach((_, layer) => {
      const units = this.layers[layer + 1];
      const output = layer === this.places.length - 1;
      const after = new Float32Array(units * rows);
      const sums = new Float32Array(rows);
      for (let unit = 0; unit < units; unit += 1) {
        if (!output && without[0] === layer && without[1] === unit) continue;
        const bias = this.bias(epoch, layer, unit);
        sums.fill(0);
        for (let from = 0; from < this.layers[layer]; from += 1) {
          const weight = this.weight(epoch, layer, from, unit);
          const start = from * rows;
          for (let row = 0; row < rows; row += 1) sums[row] += Math.fround(weight * before[start + row]);
        }
        for (let row = 0; row < rows; row += 1) sums[row] += bias;
        const start = unit * rows;
        if (output) for (let row = 0; row < rows; row += 1) after[start + row] = single(sums[row]);
        else for (let row = 0; row < rows; row += 1) after[start + row] = this.activate(sums[row]);
      }
      found.push(after);
      before = after;
    });
    return found;
  }

  // The LIKE output's share of both, for every row; .5 where both are 0.
  liking(epoch, table, rows, without) {
    return this.shares(this.signals(epoch, table, rows, without).at(-1), rows);
  }

  shares(outputs, rows) {
    const shares = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const sum = outputs[row] + outputs[rows + row];
      shares[row] = sum === 0 ? 0.5 : outputs[rows + row] / sum;
    }
    return shares;
  }

  // Of how many rows each epoch changes the answer; [0] is always 0.
  changes(table, rows) {
    const changes = [0];
    let before = this.liking(0, table, rows);
    for (let epoch = 1; epoch <= this.last; epoch += 1) {
      const after = this.liking(epoch, table, rows);
      changes.push(after.reduce((sum, share, row) => sum + (share > 0.5 !== before[row] > 0.5), 0));
      before = after;
    }
    return changes;
  }

  // What each unit of a hidden layer does: by how much the rows' liking moves on average when it is silent, and of how
  // many the answer changes.
  work(epoch, layer, table, rows) {
    const all = this.liking(epoch, table, rows);
    return Array.from({ length: this.layers[layer + 1] }, (_, unit) => {
      const left = this.liking(epoch, table, rows, [layer, unit]);
      let [moved, changed] = [0, 0];
      left.forEach((share, row) => {
        moved += Math.abs(share - all[row]) / rows;
        changed += share > 0.5 !== all[row] > 0.5;
      });
      return { moved, changed };
    });
  }
}

// The most similar of some colours, nearest first: [place, distance in OKLab], as `pinkpref.evaluation.misclassified.nearest`.
export function nearest(colours, rgb, count) {
  const [lightness, a, b] = oklab(rgb);
  return colours
    .map((colour, place) => {
      const [l, c, d] = oklab(colour);
      return [place, Math.hypot(l - lightness, c - a, d - b)];
    })
    .sort(([first, near], [second, far]) => Number(near.toFixed(9)) - Number(far.toFixed(9)) || first - second)
    .slice(0, count);
}
