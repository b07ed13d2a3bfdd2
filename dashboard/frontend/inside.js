// What one run's network sees: its colour map, its diagram and its answer to the colour asked about, at the page's moment.
const own = (name) => import(new URL(`app/static/${name}.js`, document.baseURI));
const loading = Promise.all(["moment", "network", "map", "diagram", "ask", "text"].map(own));
const boxes = new WeakMap(); // box -> what it shows

class Inside {
  constructor(box) {
    this.box = box;
    this.ready = loading.then((parts) => {
      if (this.gone) return;
      [this.moment, { Network: this.Network }, { ColourMap: this.Map }, { Diagram: this.Diagram }, { Ask: this.Ask }, this.text] = parts;
      this.unwatch = this.moment.watch((what) => this.heard(what));
      this.room = new ResizeObserver(() => this.resized());
    });
  }

  async show(told, numbers) {
    await this.ready;
    if (this.gone) return;
    const { moment, Network } = this;
    const network = new Network(told.network, numbers);
    const { colours, like, test } = told;
    const run = { network, colours, like, test, table: network.table(colours) };
    this.words = told.words;
    this.slot = told.slot;
    this.run = run;
    this.box.setAttribute("aria-label", told.words.inside);
    moment.put(told.slot, run);
    this.build();
    this.lay();
  }

  build() {
    const { element } = this.text;
    if (this.parts) return;
    const sights = this.box.appendChild(element("div", { class: "pp-sights" }));
    const make = (Part, name) => {
      const content = element("div");
      const title = element("h4", {}, "");
      sights.append(element("section", { class: `pp-${name}` }, title, content));
      return { part: new Part(content), title, name };
    };
    this.parts = [make(this.Map, "map"), make(this.Ask, "ask"), make(this.Diagram, "network")];
    this.room.observe(this.box);
  }

  lay() {
    this.width = this.box.clientWidth;
    if (!this.width) return; // hidden, or on its way off the page
    for (const { part, title, name } of this.parts) {
      title.textContent = this.words.titles[name];
      part.lay(this.run, this.words);
    }
    this.drawn = undefined;
    this.draw();
    this.parts[0].part.ring();
  }

  draw() {
    const epoch = this.moment.epoch(this.run.network.last);
    if (this.drawn === epoch) return;
    this.drawn = epoch;
    for (const { part } of this.parts) part.draw(epoch);
  }

  heard(what) {
    if (!this.parts || !this.width) return;
    if (what === "asked") {
      this.parts[0].part.ring();
      this.parts[1].part.draw(this.drawn);
    } else if (what === "epoch") this.draw();
    else if (["plane", "held", "near", "run"].includes(what)) this.lay();
  }

  resized() {
    if (this.box.clientWidth !== this.width) this.lay();
  }

  end() {
    this.gone = true;
    this.room?.disconnect();
    this.unwatch?.();
    if (this.run) this.moment.remove(this.slot, this.run);
  }
}

function unpacked(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const told = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return [told, new Float32Array(bytes.slice(4 + length).buffer)];
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-inside");
  const inside = boxes.get(box) ?? new Inside(box);
  boxes.set(box, inside);
  const latest = (inside.latest = {});
  inside.show(...unpacked(data));
  return () => {
    if (inside.latest !== latest) return;
    boxes.delete(box);
    inside.end();
  };
}
