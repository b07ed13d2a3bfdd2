// A plotly figure, redrawn in place when it changes: Streamlit's own chart starts anew every time. A figure over the
// epochs has a line at the store's epoch. The figure and its data can be saved.

import * as downloads from "./downloads.js";
import { element } from "./dom.js";
import { PLOTLY_COLUMNS, plotlyRows } from "./plotly_rows.js";
import * as store from "./store.js";

/** @import { FigureData } from "./contract.js" */

const loaded = import(new URL("../vendor/plotly-basic.min.js", import.meta.url).href);
/**
 * @returns {any} plotly.js, once it is loaded; that script is no module
 */
const plotly = () => /** @type {any} */ (window).Plotly;

/** One figure. */
export class PlotlyFigure {
  /**
   * @param {HTMLElement} parent gets the figure, and buttons to save it
   */
  constructor(parent) {
    this.box = element("div", { class: "pp-figure", role: "figure" });
    parent.append(this.box);
    /** @type {HTMLElement | undefined} */
    this.saveButtons = undefined;
    this.observer = new ResizeObserver(() => this.draw()); // reports, and so draws, at the beginning too
  }

  /**
   * @param {FigureData} data
   */
  show(data) {
    this.data = data;
    this.figure = JSON.parse(data.figure);
    this.box.setAttribute("aria-label", data.alt);
    this.drawSaveButtons();
    if (this.unsubscribe) this.draw();
    else this.begin();
  }

  begin() {
    this.unsubscribe = store.subscribe((change) => {
      if (change === "epoch" || change === "runs") this.drawEpochLine();
    });
    loaded.then(() => {
      if (!this.ended) this.observer.observe(this.box);
    });
  }

  async draw() {
    await loaded;
    const { box, figure } = this;
    if (this.ended || !box.clientWidth) return;
    const font = { ...figure.layout.font, family: getComputedStyle(box).fontFamily };
    const layout = { ...figure.layout, font, width: box.clientWidth };
    await plotly().react(box, figure.data, layout, { displayModeBar: false });
    if (!this.ended) this.drawEpochLine();
  }

  drawSaveButtons() {
    const { save } = this.data;
    if (this.saveButtons?.getAttribute("aria-label") === save) return;
    this.saveButtons?.remove(); // in the language before
    const name = () => `pinkpref-${this.data.name}`;
    const image = (/** @type {string} */ format, scale = 1) => {
      const size = { width: this.box.clientWidth, height: this.figure.layout.height };
      plotly().downloadImage(this.box, { ...size, format, filename: name(), scale });
    };
    this.saveButtons = downloads.buttons(save, {
      SVG: () => image("svg"),
      PNG: () => image("png", 2),
      CSV: () => downloads.csv(name(), PLOTLY_COLUMNS, plotlyRows(this.figure)),
    });
    this.box.after(this.saveButtons);
  }

  /** Draws a line across all axes of epochs, beside plotly: redrawing the figure for an epoch takes too long. */
  drawEpochLine() {
    const { box } = this;
    const { epochs } = this.data;
    const { xaxis } = box._fullLayout ?? {};
    if (!epochs || !xaxis) {
      box.querySelector(".pp-moment")?.remove();
      return;
    }
    const line = box.querySelector(".pp-moment") ?? box.appendChild(document.createElement("i"));
    const epoch = store.epoch(epochs);
    const { t, h } = box._fullLayout._size;
    line.className = "pp-moment";
    line.hidden = epoch === epochs;
    line.style.cssText = `left:${xaxis._offset + xaxis.l2p(epoch)}px;top:${t}px;height:${h}px`;
  }

  /** Lets go of everything that outlives the box. */
  end() {
    this.ended = true;
    this.observer.disconnect();
    this.unsubscribe?.();
    plotly()?.purge(this.box);
  }
}
