// The prediction for the selected colour: the answer, its computation step by step, and the nearest rated colours.

import { toHex } from "./colour.js";
import { element, swatch } from "./dom.js";
import { fill, number, significant } from "./format.js";
import { nearest } from "./neighbours.js";
import * as store from "./store.js";

/** @import { NetworkData } from "./contract.js" */
/** @import { Run } from "./store.js" */

const NEIGHBOURS = 3;
const CONFIDENCE = { low: 0.05, medium: 0.25 }; // of a liking that differs from 0.5 by less
const NEGLIGIBLE = 0.005; // a term that adds less to a sum is not listed
const TINY = 0.01; // outputs below this are written to two significant digits

/** The prediction of one run. */
export class Prediction {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    /** @type {HTMLElement} */
    this.answer = element("p", { class: "pp-asked" });
    /** @type {HTMLElement} */
    this.steps = element("table", { class: "pp-table pp-steps" });
    /** @type {HTMLElement} */
    this.title = element("p");
    /** @type {HTMLElement} */
    this.neighbours = element("ul", { class: "pp-similar" });
    box.replaceChildren(this.answer, this.steps, this.title, this.neighbours);
  }

  /**
   * @param {Run} run whose prediction this is
   * @param {NetworkData} data the same as Python sent it
   */
  layOut(run, { messages }) {
    this.run = run;
    this.messages = messages;
    this.steps.setAttribute("aria-label", messages.stepsLabel);
    this.title.textContent = messages.neighboursTitle;
  }

  /**
   * Shows the prediction for the store's selected colour.
   *
   * @param {number} epoch 0 (untrained) to the run's last
   */
  draw(epoch) {
    const { network } = this.run;
    const rgb = store.selectedColour();
    const inputs = network.normalise(network.features(rgb));
    const activations = network.forward(epoch, Float32Array.from(inputs), 1).map((layer) => Array.from(layer));
    const [liking] = network.likingOf(activations[activations.length - 1], 1);
    this.drawAnswer(rgb, liking);
    this.drawSteps(epoch, rgb, inputs, activations, liking);
    this.drawNeighbours(rgb);
  }

  /**
   * @param {number[]} rgb
   * @param {number} liking in [0, 1]
   */
  drawAnswer(rgb, liking) {
    const { messages } = this;
    const margin = Math.abs(liking - 0.5);
    const { confidenceLow, confidenceMedium, confidenceHigh } = messages;
    const sure =
      margin < CONFIDENCE.low ? confidenceLow : margin < CONFIDENCE.medium ? confidenceMedium : confidenceHigh;
    const message = liking > 0.5 ? messages.predictedLiked : messages.predictedNotLiked;
    const text = fill(message, { colour: toHex(rgb), liking: liking.toFixed(2), sure });
    this.answer.replaceChildren(swatch(toHex(rgb)), ` ${text}`);
  }

  /**
   * @param {number} epoch
   * @param {number[]} rgb
   * @param {number[]} inputs what the network sees of the colour
   * @param {number[][]} activations of each layer
   * @param {number} liking in [0, 1]
   */
  drawSteps(epoch, rgb, inputs, activations, liking) {
    const { messages } = this;
    const { network } = this.run;
    const features = network.features(rgb);
    const hidden = activations.slice(0, -1);
    const outputs = activations[activations.length - 1];
    const steps = [[messages.stepRgb, list(["R", "G", "B"], rgb)]];
    const { featureNames } = messages;
    if (network.colourSpaces.join() !== "rgb") steps.push([messages.stepFeatures, list(featureNames, features)]);
    if (features.some((value, at) => Math.fround(value) !== inputs[at])) {
      steps.push([messages.stepNormalised, list(featureNames, inputs)]);
    }
    hidden.forEach((layer, at) => {
      steps.push([messages.stepHidden, list(layer.map((_, unit) => network.hiddenName(at + 1, unit)), layer)]);
    });
    steps.push(
      [messages.stepLogitNotLiked, this.logitTerms(epoch, hidden, 0)],
      [messages.stepLogitLiked, this.logitTerms(epoch, hidden, 1)],
      [messages.stepOutputs, list([messages.notLiked, messages.liked], outputs)],
    );
    const write = Math.max(...outputs) < TINY ? significant : number;
    const values = { yes: write(outputs[1]), no: write(outputs[0]), liking: liking.toFixed(2) };
    steps.push([messages.stepLiking, fill(messages.likingFormula, values)]);
    this.steps.replaceChildren(
      ...steps.map(([name, text]) =>
        element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, text)),
      ),
    );
  }

  /**
   * @param {number} epoch
   * @param {number[][]} hidden activations of each hidden layer
   * @param {number} output 0 is "not liked", 1 is "liked"
   * @returns {string} the terms whose sum is the output's logit: activation × weight of each unit, and the bias
   */
  logitTerms(epoch, hidden, output) {
    const { network } = this.run;
    const layer = hidden.length;
    const units = hidden[layer - 1];
    const names = [...units.map((_, unit) => network.hiddenName(layer, unit)), this.messages.bias];
    const products = units.map((value, unit) => value * network.weight(epoch, layer, unit, output));
    const terms = [...products, network.bias(epoch, layer, output)];
    const listed = [...terms.keys()].filter((at) => Math.abs(terms[at]) >= NEGLIGIBLE);
    return list(listed.map((at) => names[at]), listed.map((at) => terms[at]));
  }

  drawNeighbours(/** @type {number[]} */ rgb) {
    const { messages } = this;
    const { colours, like } = this.run;
    this.neighbours.replaceChildren(
      ...nearest(colours, rgb, NEIGHBOURS).map(([row, distance]) => {
        const label = like[row] ? `♥ ${messages.liked}` : `– ${messages.notLiked}`;
        const away = fill(messages.neighbourDistance, { distance: distance.toFixed(2) });
        return element("li", {}, swatch(toHex(colours[row])), ` ${toHex(colours[row])} · ${label} · ${away}`);
      }),
    );
  }
}

/**
 * @param {string[]} names
 * @param {number[]} values
 * @returns {string} such as "R 255   G 105   B 180"
 */
const list = (names, values) => names.map((name, at) => `${name} ${number(values[at])}`).join("   ");
