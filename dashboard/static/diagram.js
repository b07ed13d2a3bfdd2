// The network as a picture: every unit with its own map over the plane, every weight as a line.

import { Grid, groundOf, liked } from "./map.js";
import * as moment from "./moment.js";
import * as saving from "./saving.js";
import { element, fill, number } from "./text.js";

const COARSE = 40; // points along each side of a unit's map
const TOP = 28;
const LARGEST = 56; // a unit's map, in pixels
const WIDEST = 1 / 8; // a line, of a unit's map
const ROOM = 96; // below each other, units with their numbers
const LEAST = 0.005; // a unit that moves the liking by less does nothing to speak of
const ABOUT = 0.75; // a unit with so much of the busiest one's work does about as much
const PLUS = "#d6336c";
const MINUS = "#5c7cb8";

export class Diagram {
  constructor(box) {
    this.svg = element("svg", { role: "group" });
    this.drawing = element("div", { class: "pp-drawing" }, this.svg);
    this.told = element("p", { class: "pp-reading" });
    this.summary = element("p", { class: "pp-summary" });
    this.saving = element("div");
    box.replaceChildren(this.drawing, this.told, this.summary, this.saving);
  }

  lay(run, words) {
    this.run = run;
    this.words = words;
    const { layers } = run.network;
    const ground = groundOf(run, [words, layers], this.drawing.clientWidth);
    if (ground === this.ground) return;
    this.ground = ground;
    this.grid = new Grid(run, COARSE);
    const width = this.drawing.clientWidth;
    const tallest = Math.max(...layers);
    const each = Math.max(40, Math.min(ROOM, 520 / tallest));
    this.size = Math.min(LARGEST, each - 16, width / (layers.length * 2));
    const height = TOP + each * tallest + 8;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    const column = (layer) => 40 + (layer * (width - 80 - this.size)) / (layers.length - 1);
    this.units = layers.map((count, layer) =>
      Array.from({ length: count }, (_, unit) => ({
        layer,
        unit,
        x: column(layer),
        y: TOP + (each * tallest - each * count) / 2 + each * unit + (each - 14 - this.size) / 2,
      })),
    );
    this.lines = [];
    for (let layer = 1; layer < layers.length; layer += 1) {
      for (const from of this.units[layer - 1]) for (const to of this.units[layer]) this.lines.push(this.line(from, to));
    }
    const titles = words.layers.map((title, layer) =>
      element(
        "text",
        { x: column(layer) + this.size / 2, y: 14, "text-anchor": "middle", fill: "currentColor", "font-size": 12 },
        title,
      ),
    );
    const all = this.units.flat();
    for (const unit of all) this.place(unit);
    this.svg.replaceChildren(...this.lines.map(({ drawn }) => drawn), ...titles, ...all.map(({ drawn }) => drawn));
    this.drawing.replaceChildren(...all.map(({ canvas }) => canvas), this.svg);
    this.paintInputs();
    this.saving.replaceChildren(this.waysToSave());
    this.chosen = null;
    this.told.textContent = words.signs;
  }

  line(from, to) {
    const title = element("title");
    const half = this.size / 2;
    const drawn = element(
      "line",
      { x1: from.x + this.size, y1: from.y + half, x2: to.x, y2: to.y + half, "stroke-linecap": "butt" },
      title,
    );
    return { from, to, drawn, title };
  }

  place(unit) {
    const { size } = this;
    unit.canvas = element("canvas", {
      width: COARSE,
      height: COARSE,
      style: `left:${unit.x}px;top:${unit.y}px;width:${size}px;height:${size}px`,
    });
    unit.title = element("title");
    unit.edge = element("rect", {
      x: unit.x,
      y: unit.y,
      width: size,
      height: size,
      rx: 3,
      fill: "transparent",
      stroke: "currentColor",
    });
    unit.note = element("text", {
      x: unit.x + size / 2,
      y: unit.y + size + 12,
      "text-anchor": "middle",
      fill: "currentColor",
      "font-size": 11,
    });
    unit.drawn = element("g", { tabindex: unit.layer ? 0 : -1, role: "img" }, unit.edge, unit.note, unit.title);
    const tell = () => {
      this.chosen = unit;
      this.told.textContent = unit.title.textContent;
    };
    const leave = () => {
      this.chosen = null;
      this.told.textContent = this.words.signs;
    };
    unit.drawn.addEventListener("pointerenter", tell);
    unit.drawn.addEventListener("focus", tell);
    unit.drawn.addEventListener("pointerleave", leave);
    unit.drawn.addEventListener("blur", leave);
  }

  name({ layer, unit }) {
    const { words, run } = this;
    if (layer === 0) return words.features[unit];
    if (layer === run.network.layers.length - 1) return unit ? words.liked : words.notLiked;
    return run.network.hiddenName(layer, unit);
  }

  paint({ canvas }, values) { // each value in [0, 1]
    const pixels = new ImageData(COARSE, COARSE);
    values.forEach((value, at) => {
      pixels.data.set(liked[Math.round(255 * value)], 4 * at);
      pixels.data[4 * at + 3] = 255;
    });
    canvas.getContext("2d").putImageData(pixels, 0, 0);
  }

  paintInputs() {
    const points = COARSE * COARSE;
    this.units[0].forEach((unit) => {
      const values = this.grid.table.subarray(unit.unit * points, (unit.unit + 1) * points);
      this.paint(unit, stretched(values).values);
      unit.note.textContent = this.name(unit);
      unit.title.textContent = fill(this.words.inputMap, { name: this.name(unit) });
    });
  }

  draw(epoch) {
    const { network } = this.run;
    const points = COARSE * COARSE;
    const signals = network.signals(epoch, this.grid.table, points);
    const rows = this.run.colours.length;
    const rated = network.signals(epoch, this.run.table, rows);
    const hidden = network.layers.length - 2;
    this.work = Array.from({ length: hidden }, (_, layer) => network.work(epoch, layer, this.run.table, rows));
    for (const unit of this.units.slice(1).flat()) {
      const layer = unit.layer - 1;
      const values = signals[layer].subarray(unit.unit * points, (unit.unit + 1) * points);
      const own = rated[layer].subarray(unit.unit * rows, (unit.unit + 1) * rows);
      if (layer < hidden) this.drawHidden(unit, epoch, values, own);
      else this.drawOutput(unit, epoch, values);
    }
    this.drawLines(epoch);
    if (this.chosen) this.told.textContent = this.chosen.title.textContent;
    this.say(epoch);
  }

  drawHidden(unit, epoch, values, own) {
    const { words, run } = this;
    const { low, high, values: painted } = stretched(values);
    const training = own.filter((_, row) => !run.test[row]);
    const dead = training.every((value) => value === training[0]);
    const { moved, changed } = this.workOf(unit);
    unit.dead = dead;
    this.paint(unit, painted);
    unit.edge.setAttribute("stroke-dasharray", dead ? "4 3" : "none");
    unit.note.textContent = dead ? `${this.name(unit)} ${words.dead}` : `${this.name(unit)} ${moved.toFixed(2)}`;
    const work = { moved: moved.toFixed(2), count: changed, rows: run.colours.length };
    unit.title.textContent = [
      fill(words.unit, {
        name: this.name(unit),
        bias: number(run.network.bias(epoch, unit.layer - 1, unit.unit)),
        low: number(low),
        high: number(high),
      }),
      dead ? words.isDead : fill(words.work, work),
      this.weights(unit, epoch),
    ].join(" ");
  }

  // The weights of all lines at a unit, for who cannot point at lines.
  weights(unit, epoch) {
    const { network } = this.run;
    const told = (lines, other) =>
      lines
        .map((line) => `${this.name(line[other])} ${number(network.weight(epoch, line.from.layer, line.from.unit, line.to.unit))}`)
        .join(", ");
    const into = this.lines.filter(({ to }) => to === unit);
    const out = this.lines.filter(({ from }) => from === unit);
    return fill(this.words.weights, { into: told(into, "from"), out: told(out, "to") });
  }

  drawOutput(unit, epoch, values) {
    this.paint(unit, values);
    unit.note.textContent = this.name(unit);
    unit.title.textContent = fill(this.words.output, {
      name: this.name(unit),
      bias: number(this.run.network.bias(epoch, unit.layer - 1, unit.unit)),
    });
  }

  drawLines(epoch) {
    const { network } = this.run;
    const weights = this.lines.map(({ from, to }) => network.weight(epoch, from.layer, from.unit, to.unit));
    const largest = Array.from({ length: network.layers.length }, () => 1e-9);
    this.lines.forEach(({ from }, at) => {
      largest[from.layer] = Math.max(largest[from.layer], Math.abs(weights[at]));
    });
    this.lines.forEach(({ from, to, drawn, title }, at) => {
      const weight = weights[at];
      drawn.setAttribute("stroke", weight < 0 ? MINUS : PLUS);
      drawn.setAttribute("stroke-dasharray", weight < 0 ? "6 4" : "none");
      drawn.setAttribute("stroke-width", (0.5 + (WIDEST * this.size * Math.abs(weight)) / largest[from.layer]).toFixed(2));
      title.textContent = `${this.name(from)} → ${this.name(to)}: ${number(weight)}`;
    });
  }

  workOf({ layer, unit }) {
    return this.work[layer - 1][unit];
  }

  // Which unit does most of the work: without which one the liking of the rated colours would move most.
  say(epoch) {
    const { words, run } = this;
    const hidden = this.units.slice(1, -1).flat();
    const ranked = [...hidden].sort((one, other) => this.workOf(other).moved - this.workOf(one).moved);
    const { moved, changed } = this.workOf(ranked[0]);
    const works = moved >= LEAST;
    const busiest = ranked.filter((unit) => this.workOf(unit).moved >= ABOUT * moved);
    for (const unit of hidden) {
      const busy = works && busiest.includes(unit);
      unit.edge.setAttribute("stroke-width", busy ? 4 : 1);
      unit.note.setAttribute("font-weight", busy ? 700 : 400);
    }
    const dead = hidden.filter((unit) => unit.dead).length;
    const sentence = fill(!works ? words.noWork : busiest.length > 1 ? words.shared : words.busiest, {
      epoch,
      name: this.name(ranked[0]),
      names: busiest.map((unit) => this.name(unit)).join(", "),
      moved: moved.toFixed(2),
      count: changed,
      rows: run.colours.length,
    });
    const text = dead ? `${sentence} ${fill(words.deadUnits, { count: dead, units: hidden.length })}` : sentence;
    this.summary.textContent = text;
    this.svg.setAttribute("aria-label", `${words.network} ${text}`);
  }

  waysToSave() {
    const name = () => `pinkpref-network-epoch-${moment.epoch(this.run.network.last)}`;
    return saving.buttons(this.words.saveNetwork, {
      SVG: () => saving.svg(name(), this.drawing),
      PNG: () => saving.png(name(), this.drawing),
      CSV: () => saving.csv(name(), ["from", "to", "weight"], this.table()),
    });
  }

  table() {
    const { network } = this.run;
    const epoch = moment.epoch(network.last);
    const weights = this.lines.map(({ from, to }) => [
      this.name(from),
      this.name(to),
      network.weight(epoch, from.layer, from.unit, to.unit),
    ]);
    const biases = this.units
      .slice(1)
      .flat()
      .map((unit) => [this.words.bias, this.name(unit), network.bias(epoch, unit.layer - 1, unit.unit)]);
    return [...weights, ...biases];
  }
}

// Values between their least and their greatest as [0, 1]; all the same become 0.
function stretched(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const reach = high - low;
  return { low, high, values: Float64Array.from(values, (value) => (reach > 0 ? (value - low) / reach : 0)) };
}
