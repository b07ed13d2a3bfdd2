// A table with a row for each epoch. It stays where the reader has scrolled to when its rows change; at its end it
// follows new rows. The row of the store's epoch is marked, and scrolled into view.

import { element } from "./dom.js";
import * as store from "./store.js";

/** @import { TableData } from "./contract.js" */

/** Marks one epoch's row in a table, which it measures once: asking in every frame would force a layout each time. */
class EpochMarker {
  /**
   * @param {HTMLElement} box that scrolls
   */
  constructor(box) {
    this.box = box;
    /** @type {number | undefined} in pixels, undefined until measured or scrolled */
    this.scrollTop = undefined;
    /** @type {{ head: number, row: number, box: number } | undefined} in pixels, undefined until measured */
    this.heights = undefined;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- replaces the one of the rows before
    box.onscroll = () => (this.scrollTop = box.scrollTop);
  }

  /**
   * @param {number} epoch from 1; 0 (untrained) has no row
   * @param {number} last epoch of the run, which is not marked
   * @param {boolean} scroll whether to bring the row into view
   */
  mark(epoch, last, scroll) {
    this.box.querySelector(".pp-now")?.classList.remove("pp-now");
    /** @type {HTMLElement} */
    const row = this.box.querySelector(`tr[data-epoch="${epoch}"]`);
    if (!row || epoch === last) return;
    row.classList.add("pp-now");
    if (scroll) this.scrollTo(epoch, row);
  }

  /**
   * @param {number} epoch
   * @param {HTMLElement} row of the epoch; all rows are alike
   */
  scrollTo(epoch, row) {
    this.heights ??= {
      head: this.box.querySelector("thead").offsetHeight,
      row: row.offsetHeight,
      box: this.box.clientHeight,
    };
    const { heights } = this;
    this.scrollTop ??= this.box.scrollTop;
    const most = (epoch - 1) * heights.row; // the row is at the top
    const least = heights.head + epoch * heights.row - heights.box; // the row is at the bottom
    const top = Math.max(least, Math.min(this.scrollTop, most));
    if (top !== this.scrollTop) this.box.scrollTop = this.scrollTop = top;
  }
}

/** The table. */
export class HistoryTable {
  /**
   * @param {HTMLElement} parent gets the table
   */
  constructor(parent) {
    this.box = element("div", { class: "pp-scroll pp-history", tabindex: "0", role: "region" });
    parent.append(this.box);
  }

  /**
   * @param {TableData} data
   */
  show({ html, name, epochs }) {
    const { box } = this;
    const top = box.scrollTop;
    const atEnd = top > 0 && top + box.clientHeight >= box.scrollHeight - 2;
    box.setAttribute("aria-label", name);
    box.innerHTML = html;
    box.scrollTop = atEnd ? box.scrollHeight : top;
    this.end();
    const marker = new EpochMarker(box);
    if (!epochs) return; // while a network is being trained no epoch can be chosen
    this.unsubscribe = store.subscribe((change) => {
      if (change === "epoch" || change === "runs") marker.mark(store.epoch(epochs), epochs, change === "epoch");
    });
    marker.mark(store.epoch(epochs), epochs, false);
  }

  /** Lets go of everything that outlives the box. */
  end() {
    this.unsubscribe?.();
  }
}
