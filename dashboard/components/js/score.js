// The test score at the store's epoch: after the last epoch what Python sends, before it what the network answered.

/** @import { ScoreData } from "../../static/lib/contract.js" */

/** @type {typeof import("../../static/lib/store.js")} */
let store;
/** @type {typeof import("../../static/lib/format.js")} */
let format;
const load = (/** @type {string} */ name) => import(new URL(`app/static/lib/${name}.js`, document.baseURI).href);
const loaded = Promise.all(["store", "format"].map((name) => load(name))).then((modules) => {
  [store, format] = modules;
});

/** @type {WeakMap<HTMLElement, Score>} by box */
const scores = new WeakMap();

class Score {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    this.box = box;
    this.latestCall = {}; // of Streamlit
    this.subscribed = loaded.then(() => {
      if (this.ended) return;
      this.unsubscribe = store.subscribe((change) => {
        if (change === "epoch" || change === "runs") this.draw();
      });
    });
  }

  show(/** @type {ScoreData} */ data) {
    this.data = data;
    this.box.innerHTML = data.html;
    this.isEarlier = false; // than the last epoch
    this.subscribed.then(() => {
      if (!this.ended) this.draw();
    });
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
    put("accuracy", format.percent(accuracy));
    put("loss", history.loss[epoch].toFixed(4));
    put("right", format.fill(correct, { right: Math.round(accuracy * rows), rows }));
  }

  drawAnswers(/** @type {Float64Array} */ liking) {
    const { marks, like } = this.data;
    this.box.querySelectorAll("[data-row]").forEach((row, at) => {
      const liked = liking[at] > 0.5;
      const right = liked === Boolean(like[at]);
      row.querySelector("[data-part=answer]").innerHTML = liked ? marks.liked : marks.notLiked;
      const mark = row.querySelector("[data-part=mark]");
      mark.innerHTML = right ? marks.right : marks.wrong;
      mark.classList.toggle("pp-wrong", !right);
    });
  }

  end() {
    this.ended = true;
    this.unsubscribe?.();
  }
}

/**
 * Streamlit calls this for every change, and keeps the clean-up of the latest call; an older one may run late.
 *
 * @param {{ data: ScoreData, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  /** @type {HTMLElement} */
  const box = parentElement.querySelector(".pp-score");
  const score = scores.get(box) ?? new Score(box);
  scores.set(box, score);
  const call = {};
  score.latestCall = call;
  score.show(data);
  return () => {
    if (score.latestCall !== call) return;
    scores.delete(box);
    score.end();
  };
}
