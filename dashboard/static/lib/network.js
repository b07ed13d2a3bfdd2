// The forward pass of a trained network at any epoch: the numbers of pinkpref's `Run.predict`, in the browser.
// Values of many rows are stored unit after unit, all rows of one unit together: value of unit u in row r at
// u · rows + r.

import { ACTIVATIONS, singlePrecisionSigmoid } from "./activations.js";
import { rgbToHsv, rgbToHueCircle, rgbToOklab } from "./colour.js";

/** @import { NetworkConfig } from "./contract.js" */

/** @type {Record<string, (rgb: number[]) => number[]>} */
const COLOUR_SPACES = { rgb: (rgb) => rgb, hsv: rgbToHsv, hue_circle: rgbToHueCircle, oklab: rgbToOklab };

/** A trained network with its weights after every epoch. */
export class Network {
  /**
   * @param {NetworkConfig} config what Python sends of the network
   * @param {Float32Array} parameters weights and biases of every epoch, (epochs + 1) × parameters, flat; of one epoch
   *   kernel and bias of each layer in turn, a kernel row by row (inputs × units)
   */
  constructor({ layers, activation, colourSpaces, offset, scale }, parameters) {
    this.layers = layers; // units in each layer, the input layer first
    this.colourSpaces = colourSpaces;
    this.offset = offset;
    this.scale = scale;
    this.parameters = parameters;
    this.activate = ACTIVATIONS[activation];
    /** @type {{ kernel: number, bias: number }[]} where kernel and bias of each layer begin */
    this.starts = [];
    let size = 0;
    for (let layer = 1; layer < layers.length; layer += 1) {
      const kernel = size;
      const bias = kernel + layers[layer - 1] * layers[layer];
      size = bias + layers[layer];
      this.starts.push({ kernel, bias });
    }
    this.parameterCount = size;
    this.lastEpoch = parameters.length / size - 1;
  }

  /**
   * @param {number} epoch 0 (untrained) to lastEpoch
   * @param {number} layer 0 is the first layer with weights
   * @param {number} from a unit of the layer before
   * @param {number} to a unit of the layer
   * @returns {number} the weight between them
   */
  weight(epoch, layer, from, to) {
    const { kernel } = this.starts[layer];
    return this.parameters[epoch * this.parameterCount + kernel + from * this.layers[layer + 1] + to];
  }

  /**
   * @param {number} epoch 0 (untrained) to lastEpoch
   * @param {number} layer 0 is the first layer with weights
   * @param {number} unit of the layer
   * @returns {number} its bias
   */
  bias(epoch, layer, unit) {
    return this.parameters[epoch * this.parameterCount + this.starts[layer].bias + unit];
  }

  /**
   * @param {number} layer 1 is the first hidden layer
   * @param {number} unit from 0
   * @returns {string} "h2" where there is one hidden layer, "h1.2" where there are more
   */
  hiddenName(layer, unit) {
    return this.layers.length > 3 ? `h${layer}.${unit + 1}` : `h${unit + 1}`;
  }

  /**
   * @param {number[]} rgb each in 0-255
   * @returns {number[]} the colour in the chosen colour spaces, one after another
   */
  features(rgb) {
    return this.colourSpaces.flatMap((name) => COLOUR_SPACES[name](rgb));
  }

  /**
   * @param {number[]} features of one colour
   * @returns {number[]} the same as the network sees them: shifted, scaled, in single precision
   */
  normalise(features) {
    return features.map((value, at) => Math.fround((value - this.offset[at]) / this.scale[at]));
  }

  /**
   * @param {number[][]} colours (rows, 3), each in 0-255
   * @returns {Float32Array} the network's inputs, feature after feature, features × rows
   */
  inputs(colours) {
    const inputs = new Float32Array(colours.length * this.layers[0]);
    colours.forEach((rgb, row) => {
      this.normalise(this.features(rgb)).forEach((value, at) => {
        inputs[at * colours.length + row] = value;
      });
    });
    return inputs;
  }

  /**
   * Runs the network forward.
   *
   * @param {number} epoch 0 (untrained) to lastEpoch
   * @param {Float32Array} inputs features × rows
   * @param {number} rows how many
   * @param {[number, number]} [ablated] [layer, unit] of a hidden unit whose activation is set to 0
   * @returns {Float32Array[]} the activations of each layer, units × rows; the last are the two outputs, in [0, 1]
   */
  forward(epoch, inputs, rows, ablated) {
    /** @type {Float32Array[]} */
    const activations = [];
    let before = inputs;
    for (let layer = 0; layer < this.starts.length; layer += 1) {
      const units = this.layers[layer + 1];
      const isOutput = layer === this.starts.length - 1;
      const after = new Float32Array(units * rows);
      const logits = new Float32Array(rows);
      for (let unit = 0; unit < units; unit += 1) {
        if (!isOutput && ablated?.[0] === layer && ablated[1] === unit) continue;
        const bias = this.bias(epoch, layer, unit);
        logits.fill(0);
        for (let from = 0; from < this.layers[layer]; from += 1) {
          const weight = this.weight(epoch, layer, from, unit);
          const start = from * rows;
          for (let row = 0; row < rows; row += 1) logits[row] += Math.fround(weight * before[start + row]);
        }
        for (let row = 0; row < rows; row += 1) logits[row] += bias;
        const start = unit * rows;
        if (isOutput) for (let row = 0; row < rows; row += 1) after[start + row] = singlePrecisionSigmoid(logits[row]);
        else for (let row = 0; row < rows; row += 1) after[start + row] = this.activate(logits[row]);
      }
      activations.push(after);
      before = after;
    }
    return activations;
  }

  /**
   * @param {number} epoch 0 (untrained) to lastEpoch
   * @param {Float32Array} inputs features × rows
   * @param {number} rows how many
   * @param {[number, number]} [ablated] as `forward` takes it
   * @returns {Float64Array} each row's liking, in [0, 1]; above 0.5 the network answers "liked"
   */
  liking(epoch, inputs, rows, ablated) {
    const activations = this.forward(epoch, inputs, rows, ablated);
    return this.likingOf(activations[activations.length - 1], rows);
  }

  /**
   * @param {ArrayLike<number>} outputs of "not liked" and then of "liked", 2 × rows, in [0, 1]
   * @param {number} rows how many
   * @returns {Float64Array} liked / (not liked + liked) of each row, in [0, 1]; 0.5 where both are 0
   */
  likingOf(outputs, rows) {
    const liking = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const sum = outputs[row] + outputs[rows + row];
      liking[row] = sum === 0 ? 0.5 : outputs[rows + row] / sum;
    }
    return liking;
  }

  /**
   * @param {Float32Array} inputs features × rows
   * @param {number} rows how many
   * @returns {number[]} by epoch, on how many rows the answer differs from the epoch before; [0] is always 0
   */
  answerChanges(inputs, rows) {
    const changes = [0];
    let before = this.liking(0, inputs, rows);
    for (let epoch = 1; epoch <= this.lastEpoch; epoch += 1) {
      const after = this.liking(epoch, inputs, rows);
      changes.push(differentAnswers(after, before));
      before = after;
    }
    return changes;
  }

  /**
   * Measures what each unit of a hidden layer contributes, by ablation.
   *
   * @param {number} epoch 0 (untrained) to lastEpoch
   * @param {number} layer 0 is the first hidden layer
   * @param {Float32Array} inputs features × rows
   * @param {number} rows how many
   * @returns {{ meanChange: number, changedAnswers: number }[]} of each unit: by how much the rows' liking moves on
   *   average without it, in [0, 1], and on how many rows the answer changes
   */
  ablation(epoch, layer, inputs, rows) {
    const complete = this.liking(epoch, inputs, rows);
    return Array.from({ length: this.layers[layer + 1] }, (_, unit) => {
      const ablated = this.liking(epoch, inputs, rows, [layer, unit]);
      const meanChange = ablated.reduce((sum, liking, row) => sum + Math.abs(liking - complete[row]) / rows, 0);
      return { meanChange, changedAnswers: differentAnswers(ablated, complete) };
    });
  }
}

const differentAnswers = (/** @type {Float64Array} */ one, /** @type {Float64Array} */ other) =>
  one.reduce((count, liking, row) => count + Number(liking > 0.5 !== other[row] > 0.5), 0);
