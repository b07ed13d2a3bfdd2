// The network diagram: every unit with a map of its activation over the plane, every weight as a line.

import { ColourGrid, layoutKey } from "./colour_grid.js";
import { diagramLayout } from "./diagram_layout.js";
import { caption, makeConnection, makeUnit, MAP_SIZE, paintMap } from "./diagram_parts.js";
import { element } from "./dom.js";
import * as downloads from "./downloads.js";
import { fill, number } from "./format.js";
import { rankUnits } from "./importance.js";
import { minMaxScale } from "./liking_scale.js";
import * as store from "./store.js";

/** @import { NetworkData } from "./contract.js" */
/** @import { Connection, Unit } from "./diagram_parts.js" */
/** @import { Run } from "./store.js" */

const POINTS = MAP_SIZE * MAP_SIZE;
const WIDEST = 1 / 8; // of a unit's side, the widest line
const POSITIVE = "#d6336c";
const NEGATIVE = "#5c7cb8";

/** The diagram of one run: a canvas for each unit, and an SVG over all. */
export class NetworkDiagram {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    /** @type {SVGSVGElement} */
    this.svg = element("svg", { role: "group" });
    /** @type {HTMLElement} */
    this.drawing = element("div", { class: "pp-drawing" }, this.svg);
    /** @type {HTMLElement} */
    this.note = element("p", { class: "pp-reading" });
    /** @type {HTMLElement} */
    this.summary = element("p", { class: "pp-summary" });
    /** @type {HTMLElement} */
    this.saving = element("div");
    this.key = ""; // of the layout
    /** @type {Unit[][]} by layer */
    this.units = [];
    /** @type {Connection[]} */
    this.connections = [];
    box.replaceChildren(this.drawing, this.note, this.summary, this.saving);
  }

  /**
   * Lays out everything that does not depend on weights, where data, plane or width have changed.
   *
   * @param {Run} run whose network this is
   * @param {NetworkData} data the same as Python sent it
   */
  layOut(run, { messages }) {
    this.run = run;
    this.messages = messages;
    const { layers } = run.network;
    const width = this.drawing.clientWidth;
    const key = layoutKey(run, [messages, layers], width);
    if (key === this.key) return;
    this.key = key;
    this.grid = new ColourGrid(run, MAP_SIZE);
    const { height, size, columns, units } = diagramLayout(layers, width);
    this.size = size;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", String(height));
    this.units = units.map((layer) => layer.map((place) => this.makeUnit(place)));
    this.connections = this.units
      .slice(1)
      .flatMap((layer, at) => this.units[at].flatMap((from) => layer.map((to) => makeConnection(from, to, size))));
    const titles = messages.layerTitles.map((title, layer) => caption(columns[layer] + size / 2, 14, 12, title));
    const all = this.units.flat();
    this.svg.replaceChildren(...this.connections.map(({ line }) => line), ...titles, ...all.map(({ group }) => group));
    this.drawing.replaceChildren(...all.map(({ canvas }) => canvas), this.svg);
    this.drawInputs();
    this.saving.replaceChildren(this.saveButtons());
    this.pointAt(null);
  }

  makeUnit(/** @type {{ layer: number, unit: number, x: number, y: number }} */ place) {
    const unit = makeUnit(place, this.nameOf(place), this.size);
    for (const begin of ["pointerenter", "focus"]) unit.group.addEventListener(begin, () => this.pointAt(unit));
    for (const end of ["pointerleave", "blur"]) unit.group.addEventListener(end, () => this.pointAt(null));
    return unit;
  }

  /**
   * @param {{ layer: number, unit: number }} place
   * @returns {string}
   */
  nameOf({ layer, unit }) {
    const { featureNames, liked, notLiked } = this.messages;
    if (layer === 0) return featureNames[unit];
    if (layer === this.run.network.layers.length - 1) return unit ? liked : notLiked;
    return this.run.network.hiddenName(layer, unit);
  }

  pointAt(/** @type {?Unit} */ unit) {
    this.pointed = unit;
    this.annotate();
  }

  /** Says under the diagram everything about the unit under the pointer, otherwise how to read the diagram. */
  annotate() {
    this.note.textContent = this.pointed ? this.pointed.title.textContent : this.messages.diagramLegend;
  }

  drawInputs() {
    for (const unit of this.units[0]) {
      paintMap(unit, minMaxScale(rowsOf(this.grid.inputs, unit.unit, POINTS)).scaled);
      unit.caption.textContent = unit.name;
      unit.title.textContent = fill(this.messages.inputUnit, { name: unit.name });
    }
  }

  /**
   * Draws everything that depends on weights.
   *
   * @param {number} epoch 0 (untrained) to the run's last
   */
  draw(epoch) {
    const { network, colours, inputs } = this.run;
    const rows = colours.length;
    const onPlane = network.forward(epoch, this.grid.inputs, POINTS);
    const onRated = network.forward(epoch, inputs, rows);
    this.units.slice(1).forEach((units, layer) => {
      const isOutput = layer === onPlane.length - 1;
      const ablations = isOutput ? [] : network.ablation(epoch, layer, inputs, rows);
      for (const unit of units) {
        const activations = rowsOf(onPlane[layer], unit.unit, POINTS);
        if (isOutput) {
          this.drawOutput(unit, epoch, activations);
        } else {
          unit.ablation = ablations[unit.unit];
          unit.dead = this.isDead(rowsOf(onRated[layer], unit.unit, rows));
          this.drawHidden(unit, epoch, activations);
        }
      }
    });
    this.drawConnections(epoch);
    this.annotate();
    this.describe(epoch);
  }

  isDead(/** @type {Float32Array} */ activations) {
    const training = activations.filter((_, row) => !this.run.test[row]);
    return training.every((value) => value === training[0]);
  }

  /**
   * @param {Unit} unit
   * @param {number} epoch
   * @param {Float32Array} activations over the plane
   */
  drawHidden(unit, epoch, activations) {
    const { messages, run } = this;
    const { low, high, scaled } = minMaxScale(activations);
    const moved = unit.ablation.meanChange.toFixed(2);
    const bias = number(run.network.bias(epoch, unit.layer - 1, unit.unit));
    paintMap(unit, scaled);
    unit.edge.setAttribute("stroke-dasharray", unit.dead ? "4 3" : "none");
    unit.caption.textContent = `${unit.name} ${unit.dead ? messages.dead : moved}`;
    unit.title.textContent = [
      fill(messages.hiddenUnit, { name: unit.name, bias, low: number(low), high: number(high) }),
      unit.dead
        ? messages.unitDead
        : fill(messages.unitAblation, { moved, count: unit.ablation.changedAnswers, rows: run.colours.length }),
      this.weightsOf(unit, epoch),
    ].join(" ");
  }

  /**
   * Names the weights of all connections of a unit, for who cannot point at lines.
   *
   * @param {Unit} unit
   * @param {number} epoch
   * @returns {string}
   */
  weightsOf(unit, epoch) {
    const list = (/** @type {Connection[]} */ connections, /** @type {"from" | "to"} */ end) =>
      connections.map((one) => `${one[end].name} ${number(this.weightOf(one, epoch))}`).join(", ");
    return fill(this.messages.unitWeights, {
      into: list(this.connections.filter(({ to }) => to === unit), "from"),
      out: list(this.connections.filter(({ from }) => from === unit), "to"),
    });
  }

  /**
   * @param {Connection} connection
   * @param {number} epoch
   * @returns {number}
   */
  weightOf({ from, to }, epoch) {
    return this.run.network.weight(epoch, from.layer, from.unit, to.unit);
  }

  /**
   * @param {Unit} unit
   * @param {number} epoch
   * @param {Float32Array} activations over the plane, in [0, 1]
   */
  drawOutput(unit, epoch, activations) {
    const bias = number(this.run.network.bias(epoch, unit.layer - 1, unit.unit));
    paintMap(unit, activations);
    unit.caption.textContent = unit.name;
    unit.title.textContent = fill(this.messages.outputUnit, { name: unit.name, bias });
  }

  drawConnections(/** @type {number} */ epoch) {
    const weights = this.connections.map((connection) => this.weightOf(connection, epoch));
    const largest = this.run.network.layers.map(() => 1e-9); // of each layer's weights
    this.connections.forEach(({ from }, at) => {
      largest[from.layer] = Math.max(largest[from.layer], Math.abs(weights[at]));
    });
    this.connections.forEach(({ from, to, line, title }, at) => {
      const weight = weights[at];
      const width = 0.5 + (WIDEST * this.size * Math.abs(weight)) / largest[from.layer];
      line.setAttribute("stroke", weight < 0 ? NEGATIVE : POSITIVE);
      line.setAttribute("stroke-dasharray", weight < 0 ? "6 4" : "none");
      line.setAttribute("stroke-width", width.toFixed(2));
      title.textContent = `${from.name} → ${to.name}: ${number(weight)}`;
    });
  }

  describe(/** @type {number} */ epoch) {
    const { messages, run } = this;
    const hidden = this.units.slice(1, -1).flat();
    const { first, important } = rankUnits(hidden);
    for (const unit of hidden) {
      unit.edge.setAttribute("stroke-width", important.includes(unit) ? "4" : "1");
      unit.caption.setAttribute("font-weight", important.includes(unit) ? "700" : "400");
    }
    const message = [messages.noneImportant, messages.oneImportant][important.length] ?? messages.someImportant;
    const sentence = fill(message, {
      epoch,
      name: first.name,
      names: important.map(({ name }) => name).join(", "),
      moved: first.ablation.meanChange.toFixed(2),
      count: first.ablation.changedAnswers,
      rows: run.colours.length,
    });
    const count = hidden.filter(({ dead }) => dead).length;
    const text = count > 0 ? `${sentence} ${fill(messages.deadCount, { count, units: hidden.length })}` : sentence;
    this.summary.textContent = text;
    this.svg.setAttribute("aria-label", `${messages.diagramDescription} ${text}`);
  }

  saveButtons() {
    const name = () => `pinkpref-network-epoch-${store.epoch(this.run.network.lastEpoch)}`;
    return downloads.buttons(this.messages.saveDiagram, {
      SVG: () => downloads.svg(name(), this.drawing),
      PNG: () => downloads.png(name(), this.drawing),
      CSV: () => downloads.csv(name(), ["from", "to", "weight"], this.table()),
    });
  }

  /**
   * @returns {[string, string, number][]} every weight and every bias: from, to, value
   */
  table() {
    const { network } = this.run;
    const epoch = store.epoch(network.lastEpoch);
    return [
      ...this.connections.map((one) => row(one.from.name, one.to.name, this.weightOf(one, epoch))),
      ...this.units
        .slice(1)
        .flat()
        .map(({ name, layer, unit }) => row(this.messages.bias, name, network.bias(epoch, layer - 1, unit))),
    ];
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {number} value
 * @returns {[string, string, number]}
 */
const row = (from, to, value) => [from, to, value];

/**
 * @param {Float32Array} values units × rows
 * @param {number} unit
 * @param {number} rows
 * @returns {Float32Array} those of one unit
 */
const rowsOf = (values, unit, rows) => values.subarray(unit * rows, (unit + 1) * rows);
