// What the network sees: the colour map, the prediction for the selected colour and the network diagram of one run, at
// the store's epoch. Each has a file of its own; this one keeps them up to date.

/** @import { NetworkData } from "../../static/lib/contract.js" */
/** @import { Change, Run } from "../../static/lib/store.js" */

/** @type {typeof import("../../static/lib/store.js")} */
let store;
/** @type {typeof import("../../static/lib/dom.js")} */
let dom;
/** @type {typeof import("../../static/lib/mounting.js")} */
let mounting;
/** @type {typeof import("../../static/lib/network.js").Network} */
let Network;
/** @type {typeof import("../../static/lib/colour_map.js").ColourMap} */
let ColourMap;
/** @type {typeof import("../../static/lib/prediction.js").Prediction} */
let Prediction;
/** @type {typeof import("../../static/lib/network_diagram.js").NetworkDiagram} */
let NetworkDiagram;
const MODULES = ["store", "dom", "mounting", "network", "colour_map", "prediction", "network_diagram"];
const load = (/** @type {string} */ name) => import(new URL(`app/static/lib/${name}.js`, document.baseURI).href);
const loaded = Promise.all(MODULES.map((name) => load(name))).then((modules) => {
  [store, dom, mounting, { Network }, { ColourMap }, { Prediction }, { NetworkDiagram }] = modules;
});

class NetworkView {
  /**
   * @param {HTMLElement} box to draw in
   */
  constructor(box) {
    this.box = box;
    this.width = 0; // of the box when it was last laid out, in pixels
    /** @type {number | undefined} */
    this.drawnEpoch = undefined;
    this.subscribed = loaded.then(() => {
      if (this.ended) return;
      this.unsubscribe = store.subscribe((change) => this.update(change));
      this.observer = new ResizeObserver(() => {
        if (this.box.clientWidth !== this.width) this.layOut();
      });
    });
  }

  /**
   * @param {[NetworkData, Float32Array]} packed and the parameters, as `Network` takes them
   */
  async show([data, parameters]) {
    await this.subscribed;
    if (this.ended) return;
    const { colours, like, test } = data;
    const network = new Network(data.network, parameters);
    /** @type {Run} */
    const run = { network, colours, like, test, inputs: network.inputs(colours) };
    this.data = data;
    this.run = run;
    this.box.setAttribute("aria-label", data.messages.label);
    store.addRun(data.run, run); // which lays out a view that is there, as every change of the runs does
    if (this.map) return;
    this.build();
    this.layOut();
  }

  build() {
    const sections = this.box.appendChild(dom.element("div", { class: "pp-sights" }));
    const section = (/** @type {string} */ className, /** @type {HTMLElement} */ title) => {
      const content = dom.element("div");
      sections.append(dom.element("section", { class: className }, title, content));
      return content;
    };
    this.titles = { map: dom.element("h4"), prediction: dom.element("h4"), network: dom.element("h4") };
    this.map = new ColourMap(section("pp-map", this.titles.map));
    this.prediction = new Prediction(section("pp-ask", this.titles.prediction));
    this.diagram = new NetworkDiagram(section("pp-network", this.titles.network));
    this.observer.observe(this.box);
  }

  layOut() {
    this.width = this.box.clientWidth;
    if (!this.width) return; // hidden, or on its way off the page
    const { data, run } = this;
    const { titles } = data.messages;
    this.titles.map.textContent = titles.map;
    this.titles.prediction.textContent = titles.prediction;
    this.titles.network.textContent = titles.network;
    for (const part of [this.map, this.prediction, this.diagram]) part.layOut(run, data);
    this.drawnEpoch = undefined;
    this.draw();
    this.map.drawSelected();
  }

  draw() {
    const epoch = store.epoch(this.run.network.lastEpoch);
    if (this.drawnEpoch === epoch) return;
    this.drawnEpoch = epoch;
    for (const part of [this.map, this.prediction, this.diagram]) part.draw(epoch);
  }

  update(/** @type {Change} */ change) {
    if (!this.map || !this.width) return;
    if (change === "selectedColour") {
      this.map.drawSelected();
      this.prediction.draw(this.drawnEpoch);
    } else if (change === "epoch") {
      this.draw();
    } else {
      this.layOut();
    }
  }

  end() {
    this.ended = true;
    this.observer?.disconnect();
    this.unsubscribe?.();
    if (this.run) store.removeRun(this.data.run, this.run);
  }
}

/**
 * Takes apart what `mounts.network_view` packs: the length of a JSON text (uint32), the text, float32 parameters; all little
 * endian.
 *
 * @param {Uint8Array} bytes
 * @returns {[NetworkData, Float32Array]}
 */
function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const data = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return [data, new Float32Array(bytes.slice(4 + length).buffer)];
}

/**
 * Streamlit calls this for every change.
 *
 * @param {{ data: Uint8Array, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  /** @type {HTMLElement} */
  const box = parentElement.querySelector(".pp-inside");
  const mounted = loaded.then(() => mounting.mount(box, NetworkView, unpack(data)));
  return () => mounted.then((cleanUp) => cleanUp());
}
