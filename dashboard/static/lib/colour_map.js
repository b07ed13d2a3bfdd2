// The colour map: a plane of colours as they are, and beside it the network's liking of each, with the rated colours on
// top. Painting is in `ColourMap.draw`; axes, marks and pixels have files of their own.

import { toHex } from "./colour.js";
import { ColourGrid, layoutKey } from "./colour_grid.js";
import { element, swatch } from "./dom.js";
import * as downloads from "./downloads.js";
import { fill, percent } from "./format.js";
import { mapAxes } from "./map_axes.js";
import { paintBoundary, paintLiking, summarise } from "./map_pixels.js";
import { channelText } from "./planes.js";
import { RatedMarks } from "./rated_marks.js";
import * as store from "./store.js";

/** @import { NetworkData } from "./contract.js" */
/** @import { Run } from "./store.js" */

const SIZE = 200; // points along each side
const SIDE_BY_SIDE = 440; // from this width on, in pixels as all that follow
const MARGIN = { left: 44, top: 24, right: 14, bottom: 40 };
const GAP = 18; // between the halves

/** The map of one run: its colours and its liking, each a canvas, and an SVG over both. */
export class ColourMap {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    /** @type {HTMLCanvasElement[]} the colours, the liking */
    this.canvases = [0, 1].map(() => element("canvas", { width: SIZE, height: SIZE }));
    /** @type {SVGSVGElement} */
    this.svg = element("svg", { role: "img" });
    /** @type {HTMLElement} */
    this.drawing = element("div", { class: "pp-drawing" }, ...this.canvases, this.svg);
    /** @type {HTMLElement} */
    this.note = element("p", { class: "pp-reading" });
    /** @type {HTMLElement} */
    this.summary = element("p", { class: "pp-summary" });
    /** @type {HTMLElement} */
    this.saving = element("div");
    this.key = ""; // of the layout
    this.marks = new RatedMarks();
    /** @type {SVGGElement} */
    this.rings = element("g");
    /** @type {[number, number][]} left and top of each half */
    this.corners = [];
    box.replaceChildren(this.drawing, this.note, this.summary, this.saving);
    this.svg.addEventListener("pointermove", (event) => this.pointAt(this.colourUnder(event)));
    this.svg.addEventListener("pointerleave", () => this.pointAt(null));
    this.svg.addEventListener("click", (event) => {
      const rgb = this.colourUnder(event);
      if (rgb) store.selectColour(rgb.map(Math.round));
    });
  }

  /**
   * Lays out everything that does not depend on weights, where data, plane or width have changed.
   *
   * @param {Run} run whose map this is
   * @param {NetworkData} data the same as Python sent it
   */
  layOut(run, { messages, omitted }) {
    this.run = run;
    this.messages = messages;
    const width = this.drawing.clientWidth;
    const key = layoutKey(run, [messages, omitted], width);
    if (key === this.key) return;
    this.key = key;
    this.grid = new ColourGrid(run, SIZE);
    this.placeHalves(width);
    const titles = [messages.mapColoursTitle, messages.mapLikingTitle];
    this.svg.replaceChildren(
      ...this.corners.flatMap((corner, half) =>
        mapAxes(this.grid, corner, this.side, titles[half], messages.channels),
      ),
      this.marks.group,
      this.rings,
    );
    this.svg.style.cursor = "crosshair";
    this.marks.layOut(run, this.grid, this.corners, this.side, messages);
    const unmarked = this.marks.unmarked + omitted;
    this.legend = [
      messages.mapLegend,
      unmarked ? fill(messages.mapUnmarked, { count: unmarked.toLocaleString("en") }) : "",
      messages.mapOmitted,
    ]
      .filter(Boolean)
      .join(" ");
    this.images = [new ImageData(SIZE, SIZE), new ImageData(SIZE, SIZE)];
    this.plain = new Uint8ClampedArray(this.images[0].data.length); // the colours without a boundary
    this.grid.colours.forEach((rgb, at) => this.plain.set([...rgb, 255], 4 * at));
    this.saving.replaceChildren(this.saveButtons());
  }

  placeHalves(/** @type {number} */ width) {
    const { left, top, right, bottom } = MARGIN;
    const wide = width >= SIDE_BY_SIDE;
    const side = Math.floor(wide ? (width - 2 * left - GAP - right) / 2 : width - left - right);
    this.side = side;
    this.corners = wide
      ? [[left, top], [left + side + left + GAP, top]]
      : [[left, top], [left, top + side + top + bottom]];
    const height = this.corners[1][1] + side + bottom;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", String(height));
    this.canvases.forEach((canvas, half) => {
      const [x, y] = this.corners[half];
      canvas.style.cssText = `left:${x}px;top:${y}px;width:${side}px;height:${side}px`;
    });
  }

  /**
   * Paints the map.
   *
   * @param {number} epoch 0 (untrained) to the run's last
   */
  draw(epoch) {
    const [colours, liking] = this.images;
    this.liking = this.run.network.liking(epoch, this.grid.inputs, SIZE * SIZE);
    colours.data.set(this.plain);
    paintLiking(this.liking, new Uint32Array(liking.data.buffer));
    paintBoundary(this.liking, SIZE, this.images.map(({ data }) => new Uint32Array(data.buffer)));
    this.canvases.forEach((canvas, half) => canvas.getContext("2d").putImageData(this.images[half], 0, 0));
    this.marks.crossOut(this.run, epoch);
    this.describe(epoch);
  }

  describe(/** @type {number} */ epoch) {
    const { messages, grid, liking } = this;
    const { likedShare, most, least } = summarise(liking);
    const values = {
      epoch,
      share: percent(likedShare),
      most: toHex(grid.colours[most]),
      much: liking[most].toFixed(2),
      least: toHex(grid.colours[least]),
      little: liking[least].toFixed(2),
    };
    const { mapSummaryNone, mapSummaryAll, mapSummary } = messages;
    const text = fill(likedShare === 0 ? mapSummaryNone : likedShare === 1 ? mapSummaryAll : mapSummary, values);
    const { fixed } = grid.plane;
    const where = { part: messages.channels[fixed], value: channelText(fixed, grid.fixedValue) };
    this.summary.replaceChildren(text, " ", swatch(values.most), swatch(values.least));
    this.svg.setAttribute("aria-label", `${text} ${fill(messages.mapFixed, where)} ${this.legend}`);
    this.annotate();
  }

  /** Draws a ring where the selected colour lies, if that is on the map. */
  drawSelected() {
    const { x, y } = this.grid.locate(store.selectedColour());
    const onMap = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    const strokes = [["#000", 5], ["#fff", 2]];
    const rings = this.corners.flatMap(([left, top]) =>
      strokes.map(([stroke, width]) =>
        element("circle", {
          cx: left + x * this.side,
          cy: top + (1 - y) * this.side,
          r: 11,
          fill: "none",
          stroke,
          "stroke-width": width,
        }),
      ),
    );
    this.rings.replaceChildren(...(onMap ? rings : []));
  }

  /**
   * @param {MouseEvent} event
   * @returns {?number[]} the colour under the pointer, each in 0-255
   */
  colourUnder(event) {
    const svg = this.svg.getBoundingClientRect();
    for (const [left, top] of this.corners) {
      const x = (event.clientX - svg.left - left) / this.side;
      const y = 1 - (event.clientY - svg.top - top) / this.side;
      if (x >= 0 && x < 1 && y >= 0 && y < 1) return this.grid.colourAt(x, y);
    }
    return null;
  }

  pointAt(/** @type {?number[]} */ rgb) {
    this.pointed = rgb;
    this.annotate();
  }

  /** Says under the map the liking of the colour under the pointer, otherwise how to read the map. */
  annotate() {
    if (!this.pointed) {
      this.note.textContent = this.legend;
      return;
    }
    const { network } = this.run;
    const [liking] = network.liking(store.epoch(network.lastEpoch), network.inputs([this.pointed]), 1);
    const values = { colour: toHex(this.pointed), liking: liking.toFixed(2) };
    this.note.textContent = fill(this.messages.mapPointer, values);
  }

  saveButtons() {
    const name = () => `pinkpref-map-epoch-${store.epoch(this.run.network.lastEpoch)}`;
    const rows = () =>
      this.grid.colours.map((rgb, at) => [...rgb.map((channel) => Number(channel.toFixed(6))), this.liking[at]]);
    return downloads.buttons(this.messages.saveMap, {
      SVG: () => downloads.svg(name(), this.drawing),
      PNG: () => downloads.png(name(), this.drawing),
      CSV: () => downloads.csv(name(), ["R", "G", "B", "liking"], rows()),
    });
  }
}
