// Table, curves and test score of a run, or of two runs beside each other: their boxes, headings and marks.

import { element } from "./dom.js";
import { help } from "./help.js";
import { HistoryTable } from "./history_table.js";
import { PlotlyFigure } from "./plotly_figure.js";
import { TestScore } from "./test_score.js";

/** @import { ResultsData, ResultsPanel } from "./contract.js" */

/** @type {Record<string, new (parent: HTMLElement) => { show(data: any): void, end(): void }>} */
const VIEWS = { table: HistoryTable, figure: PlotlyFigure, score: TestScore };

/** One box: a heading, what it shows, and notes below. */
class Panel {
  /**
   * @param {ResultsPanel} data
   */
  constructor({ title, meaning, view }) {
    this.mark = element("span", { class: "pp-badge" });
    this.content = element("div");
    this.notes = element("div");
    const heading = element("h3", {}, title, " ", this.mark);
    this.box = element("section", {}, element("header", {}, heading, help(title, meaning)), this.content, this.notes);
    if (view) this.view = new VIEWS[view](this.content);
    else this.content.className = "pp-waiting";
  }

  /**
   * @param {ResultsPanel} data
   */
  show({ mark, data, notes }) {
    this.mark.textContent = mark;
    this.mark.hidden = !mark;
    this.view?.show(data);
    this.notes.replaceChildren(...notes.map((note) => element("p", { class: "pp-note" }, note)));
  }

  end() {
    this.view?.end();
  }
}

/** All of them. */
export class Results {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    this.box = box;
    /** @type {Panel[]} */
    this.panels = [];
    this.kind = "";
  }

  /**
   * @param {ResultsData} data
   */
  show({ panels, runs, faded }) {
    const kind = JSON.stringify(panels.map(({ title, view }) => [title, view]));
    if (kind !== this.kind) {
      this.end();
      this.kind = kind;
      this.panels = panels.map((panel) => new Panel(panel));
      this.box.replaceChildren(...this.panels.map((panel) => panel.box));
    }
    this.box.classList.toggle("pp-beside", runs === 2);
    this.box.classList.toggle("pp-faded", faded);
    panels.forEach((panel, at) => this.panels[at].show(panel));
  }

  /** Lets go of everything that outlives the box. */
  end() {
    for (const panel of this.panels) panel.end();
  }
}
