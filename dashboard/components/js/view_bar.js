// The bar over the network views: plays and scrubs through the epochs, chooses the map's plane, selects a colour.

/** @import { BarMessages, RunName } from "../../static/lib/contract.js" */
/** @import { Change, Run } from "../../static/lib/store.js" */

/** @type {typeof import("../../static/lib/store.js")} */
let store;
/** @type {typeof import("../../static/lib/planes.js")} */
let planes;
/** @type {typeof import("../../static/lib/colour.js")} */
let colours;
/** @type {typeof import("../../static/lib/format.js")} */
let format;
/** @type {typeof import("../../static/lib/dom.js")} */
let dom;
/** @type {typeof import("../../static/lib/mounting.js")} */
let mounting;
const load = (/** @type {string} */ name) => import(new URL(`app/static/lib/${name}.js`, document.baseURI).href);
const MODULES = ["store", "planes", "colour", "format", "dom", "mounting"];
const loaded = Promise.all(MODULES.map((name) => load(name))).then((modules) => {
  [store, planes, colours, format, dom, mounting] = modules;
});

const SLOWEST = 4; // epochs a second, as the next
const FASTEST = 40;
const DURATION = 2.5; // seconds that playing a whole run takes, within these bounds

/** The bar; what it sets and shows is the store's. */
class ViewBar {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    this.box = box;
    this.frame = 0; // the animation frame it waits for while it plays, otherwise 0
    /** @type {Run[]} whose changes of answers are shown */
    this.counted = [];
    /** @type {BarMessages | undefined} in which they are described */
    this.countedIn = undefined;
    this.built = loaded.then(() => {
      if (this.ended) return;
      this.build();
      this.unsubscribe = store.subscribe((change) => this.update(change));
      this.selectTile = (/** @type {MouseEvent} */ event) => selectTile(event); // one for each bar, to remove it alone
      document.addEventListener("click", this.selectTile);
    });
  }

  build() {
    this.playButton = dom.element("button", { type: "button", class: "pp-play" });
    this.playButton.addEventListener("click", () => (this.frame ? this.pause() : this.play()));
    this.scrubber = dom.element("input", { type: "range", min: 0, step: 1, id: "pp-epoch" });
    this.scrubber.addEventListener("input", () => {
      const epoch = Number(this.scrubber.value); // pausing sets the scrubber back
      this.pause();
      store.setEpoch(epoch);
    });
    this.epochText = dom.element("output", { for: "pp-epoch" });
    this.charts = dom.element("div"); // one of answer changes for each run
    this.changesText = dom.element("p", { class: "pp-changed" });
    this.planeSelect = dom.element("select", { id: "pp-plane" });
    this.planeSelect.addEventListener("change", () => store.setPlane(this.planeSelect.value));
    this.fixedSlider = dom.element("input", { type: "range", min: 0, max: 1, step: 0.01, id: "pp-held" });
    this.fixedSlider.addEventListener("input", () => store.setFixedValue(Number(this.fixedSlider.value)));
    this.fixedText = dom.element("output", { for: "pp-held" });
    this.zoomBox = dom.element("input", { type: "checkbox", id: "pp-near" });
    this.zoomBox.addEventListener("change", () => store.setZoomed(this.zoomBox.checked));
    this.colourInput = dom.element("input", { type: "color", id: "pp-asked" });
    this.colourInput.addEventListener("input", () => store.selectColour(colours.fromHex(this.colourInput.value)));
    this.labels = {
      epoch: dom.element("label", { for: "pp-epoch" }),
      plane: dom.element("label", { for: "pp-plane" }),
      fixed: dom.element("label", { for: "pp-held" }),
      zoom: dom.element("label", { for: "pp-near" }),
      colour: dom.element("label", { for: "pp-asked" }),
    };
    const group = (/** @type {string} */ className, /** @type {Node[]} */ ...parts) =>
      dom.element("div", { class: className }, ...parts);
    const { labels } = this;
    this.box.append(
      group(
        "pp-time",
        this.playButton,
        group("pp-track", group("pp-choice", labels.epoch, this.epochText), this.scrubber, this.charts),
      ),
      this.changesText,
      group(
        "pp-choices",
        group("pp-choice", labels.plane, this.planeSelect),
        group("pp-choice", labels.fixed, this.fixedSlider, this.fixedText),
        group("pp-choice", this.zoomBox, labels.zoom),
        group("pp-choice", labels.colour, this.colourInput),
      ),
    );
  }

  async show(/** @type {BarMessages} */ messages) {
    await this.built;
    if (this.ended) return;
    this.messages = messages;
    this.box.setAttribute("aria-label", messages.label);
    this.labels.epoch.textContent = messages.epoch;
    this.labels.plane.textContent = messages.plane;
    this.labels.zoom.textContent = messages.zoom;
    this.labels.colour.textContent = messages.colour;
    const options = Object.entries(planes.PLANES).map(([value, { across, up }]) =>
      dom.element("option", { value }, `${messages.channels[across]} × ${messages.channels[up]}`),
    );
    this.planeSelect.replaceChildren(...options);
    this.update("runs");
  }

  update(/** @type {Change} */ change) {
    if (!this.messages) return;
    const all = change === "runs";
    if (all) this.showAnswerChanges();
    if (all || change === "epoch") this.showEpoch();
    if (all || change === "plane" || change === "fixedValue") this.showPlane();
    if (all || change === "selectedColour") this.colourInput.value = colours.toHex(store.selectedColour());
  }

  /** Shows, above the scrubber's epochs, on how many rated colours each run's answer changed. */
  showAnswerChanges() {
    const { messages } = this;
    const last = store.lastEpoch();
    this.scrubber.max = String(last);
    this.scrubber.disabled = this.playButton.disabled = last === 0;
    /** @type {RunName[]} */
    const names = ["pinned", "current"];
    const shown = names.filter((name) => store.run(name));
    const runs = shown.map((name) => store.run(name));
    const same = runs.length === this.counted.length && runs.every((run, at) => run === this.counted[at]);
    if (same && messages === this.countedIn) return;
    this.counted = runs;
    this.countedIn = messages;
    const found = runs.map((run, at) => {
      const changes = run.network.answerChanges(run.inputs, run.colours.length);
      const text = this.describeChanges(changes, run.colours.length);
      return { changes, text: runs.length > 1 ? `${messages[shown[at]]} ${text}` : text };
    });
    this.changesText.replaceChildren(...found.map(({ text }) => dom.element("span", {}, text)));
    this.charts.replaceChildren(...found.map(({ changes, text }) => barChart(changes, last, text)));
  }

  /**
   * @param {number[]} changes by epoch, on how many rows the answer changed
   * @param {number} rows
   * @returns {string}
   */
  describeChanges(changes, rows) {
    const { answersChanged, answersUnchanged } = this.messages;
    const count = Math.max(...changes);
    return format.fill(count > 0 ? answersChanged : answersUnchanged, {
      count,
      rows,
      epoch: changes.indexOf(count),
      last: changes.findLastIndex((some) => some > 0),
    });
  }

  showEpoch() {
    const { messages, frame } = this;
    const [epoch, last] = [store.epoch(), store.lastEpoch()];
    const text = format.fill(epoch ? messages.afterEpoch : messages.untrained, { epoch, last });
    this.scrubber.value = String(epoch);
    this.scrubber.setAttribute("aria-valuetext", text);
    this.epochText.textContent = text;
    this.playButton.textContent = frame ? `⏸ ${messages.pause}` : `▶ ${messages.play}`;
  }

  showPlane() {
    const { fixed } = store.plane();
    const value = store.fixedValue();
    const text = planes.channelText(fixed, value);
    this.zoomBox.checked = store.zoomed();
    this.planeSelect.value = store.planeName();
    this.labels.fixed.textContent = this.messages.channels[fixed];
    this.fixedSlider.value = String(value);
    this.fixedSlider.setAttribute("aria-valuetext", text);
    this.fixedText.textContent = text;
  }

  play() {
    const first = store.epoch() >= store.lastEpoch() ? 0 : store.epoch();
    /** @type {number | undefined} */
    let start;
    const step = (/** @type {number} */ now) => {
      start ??= now;
      const last = store.lastEpoch(); // another run may have come
      const rate = Math.min(FASTEST, Math.max(SLOWEST, last / DURATION));
      const epoch = first + Math.floor(((now - start) / 1000) * rate);
      this.frame = epoch < last ? requestAnimationFrame(step) : 0;
      store.setEpoch(epoch);
      if (!this.frame) this.showEpoch();
    };
    this.frame = requestAnimationFrame(step);
    this.showEpoch();
  }

  pause() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.showEpoch();
  }

  end() {
    this.ended = true;
    cancelAnimationFrame(this.frame);
    this.unsubscribe?.();
    document.removeEventListener("click", this.selectTile);
  }
}

/**
 * @param {number[]} changes by epoch, on how many rows the answer changed
 * @param {number} last epoch on the scrubber
 * @param {string} text what the chart shows, in words
 * @returns {HTMLElement} a bar for each epoch
 */
function barChart(changes, last, text) {
  const most = Math.max(...changes);
  const heights = Array.from({ length: last + 1 }, (_, epoch) => (most ? (100 * (changes[epoch] ?? 0)) / most : 0));
  return dom.element(
    "div",
    { class: "pp-ticks", role: "img", "aria-label": text },
    ...heights.map((height) => dom.element("i", { style: `height:${height}%` })),
  );
}

/**
 * Selects the colour of a swatch among all rated colours, wherever on the page it was pressed.
 *
 * @param {MouseEvent} event
 */
function selectTile(event) {
  /** @type {HTMLElement | null} */
  const tile = /** @type {HTMLElement} */ (event.target).closest?.("[data-rgb]");
  if (tile) store.selectColour(tile.dataset.rgb.split(",").map(Number));
}

/**
 * Streamlit calls this for every change.
 *
 * @param {{ data: { messages: BarMessages }, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  /** @type {HTMLElement} */
  const box = parentElement.querySelector(".pp-bar");
  const mounted = loaded.then(() => mounting.mount(box, ViewBar, data.messages));
  return () => mounted.then((cleanUp) => cleanUp());
}
