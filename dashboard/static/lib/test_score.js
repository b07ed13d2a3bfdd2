// The test score at the store's epoch: after the last epoch what Python sends, before it what the network answered.

import { element } from "./dom.js";
import { fill, percent } from "./format.js";
import * as store from "./store.js";

/** @import { ScoreData } from "./contract.js" */

/** The score. */
export class TestScore {
  /**
   * @param {HTMLElement} parent gets the score
   */
  constructor(parent) {
    this.box = element("div", { class: "pp-score" });
    parent.append(this.box);
    this.unsubscribe = store.subscribe((change) => {
      if (this.data && (change === "epoch" || change === "runs")) this.draw();
    });
  }

  /**
   * @param {ScoreData} data
   */
  show(data) {
    this.data = data;
    this.box.innerHTML = data.html;
    this.isEarlier = false; // than the last epoch
    this.draw();
  }

  draw() {
    const { data, box } = this;
    if (!data.history) return;
    const last = data.history.accuracy.length - 1;
    const epoch = store.epoch(last);
    if (epoch === last) {
      if (this.isEarlier) box.innerHTML = data.html;
      this.isEarlier = false;
      return;
    }
    const network = store.run(data.run)?.network;
    if (network?.lastEpoch !== last) return; // another run is on its way
    this.isEarlier = true;
    this.drawMetrics(epoch);
    this.drawAnswers(network.liking(epoch, network.inputs(data.colours), data.colours.length));
  }

  drawMetrics(/** @type {number} */ epoch) {
    const { history, rows, correct } = this.data;
    const accuracy = history.accuracy[epoch];
    const put = (/** @type {string} */ part, /** @type {string} */ text) => {
      const place = this.box.querySelector(`[data-part=${part}]`);
      if (place) place.textContent = text;
    };
    put("accuracy", percent(accuracy));
    put("loss", history.loss[epoch].toFixed(4));
    put("right", fill(correct, { right: Math.round(accuracy * rows), rows }));
  }

  drawAnswers(/** @type {Float64Array} */ liking) {
    const { marks, like } = this.data;
    this.box.querySelectorAll("[data-row]").forEach((/** @type {HTMLElement} */ row, /** @type {number} */ at) => {
      const liked = liking[at] > 0.5;
      const right = liked === Boolean(like[at]);
      row.querySelector("[data-part=answer]").innerHTML = liked ? marks.liked : marks.notLiked;
      const mark = row.querySelector("[data-part=mark]");
      mark.innerHTML = right ? marks.right : marks.wrong;
      mark.classList.toggle("pp-wrong", !right);
    });
  }

  /** Lets go of everything that outlives the box. */
  end() {
    this.unsubscribe();
  }
}
