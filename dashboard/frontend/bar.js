// The bar over the pictures: plays and scrubs through the epochs, chooses the map's plane, asks about a colour.
const own = (name) => import(new URL(`app/static/${name}.js`, document.baseURI));
const loading = Promise.all(["moment", "planes", "text"].map(own));
const bars = new WeakMap(); // box -> its bar

const SLOWEST = 4; // epochs a second
const FASTEST = 40;
const SECONDS = 2.5; // that a run takes where neither binds

class Bar {
  constructor(box) {
    this.box = box;
    this.ready = loading.then(([moment, planes, text]) => {
      if (this.gone) return;
      Object.assign(this, { moment, planes, text });
      this.build();
      this.unwatch = moment.watch((what) => this.heard(what));
      this.tiles = (event) => this.tile(event);
      document.addEventListener("click", this.tiles);
    });
  }

  build() {
    const { element } = this.text;
    this.play = element("button", { type: "button", class: "pp-play" });
    this.play.addEventListener("click", () => (this.playing ? this.stop() : this.start()));
    this.scrubber = element("input", { type: "range", min: 0, step: 1, id: "pp-epoch" });
    this.scrubber.addEventListener("input", () => {
      const to = Number(this.scrubber.value);
      this.stop();
      this.moment.go(to);
    });
    this.at = element("output", { for: "pp-epoch" });
    this.ticks = element("div");
    this.changed = element("p", { class: "pp-changed" });
    this.planeChoice = element("select", { id: "pp-plane" });
    this.planeChoice.addEventListener("change", () => this.moment.choosePlane(this.planeChoice.value));
    this.held = element("input", { type: "range", min: 0, max: 1, step: 0.01, id: "pp-held" });
    this.held.addEventListener("input", () => this.moment.hold(Number(this.held.value)));
    this.heldAt = element("output", { for: "pp-held" });
    this.near = element("input", { type: "checkbox", id: "pp-near" });
    this.near.addEventListener("change", () => this.moment.keepNear(this.near.checked));
    this.colour = element("input", { type: "color", id: "pp-asked" });
    this.colour.addEventListener("input", () => this.moment.ask(this.planes.unhex(this.colour.value)));
    const choice = (...parts) => element("div", { class: "pp-choice" }, ...parts);
    const label = (target, ...parts) => element("label", { for: target }, ...parts);
    this.labels = Object.fromEntries(
      ["epoch", "plane", "held", "near", "asked"].map((name) => [name, element("span")]),
    );
    this.box.append(
      element(
        "div",
        { class: "pp-time" },
        this.play,
        element(
          "div",
          { class: "pp-track" },
          choice(label("pp-epoch", this.labels.epoch), this.at),
          this.scrubber,
          this.ticks,
        ),
      ),
      this.changed,
      element(
        "div",
        { class: "pp-choices" },
        choice(label("pp-plane", this.labels.plane), this.planeChoice),
        choice(label("pp-held", this.labels.held), this.held, this.heldAt),
        choice(this.near, label("pp-near", this.labels.near)),
        choice(label("pp-asked", this.labels.asked), this.colour),
      ),
    );
  }

  async show({ words }) {
    await this.ready;
    if (this.gone) return;
    const { element } = this.text;
    this.words = words;
    this.box.setAttribute("aria-label", words.bar);
    this.labels.epoch.textContent = words.epoch;
    this.labels.plane.textContent = words.plane;
    this.labels.near.textContent = words.near;
    this.labels.asked.textContent = words.ask;
    const planes = Object.entries(this.planes.PLANES).map(([name, { across, up }]) =>
      element("option", { value: name }, fillPlane(words, across, up)),
    );
    this.planeChoice.replaceChildren(...planes);
    this.heard("run");
  }

  heard(what) {
    if (!this.words) return;
    if (what === "run") this.count();
    if (what === "run" || what === "epoch") this.tellEpoch();
    if (what === "run" || what === "plane" || what === "held") this.tellPlane();
    if (what === "run" || what === "asked") this.colour.value = this.planes.hex(this.moment.asked());
  }

  // Where the current run changed its mind about the rated colours.
  count() {
    const { moment, words } = this;
    const { element, fill } = this.text;
    this.scrubber.max = moment.last();
    this.scrubber.disabled = this.play.disabled = !moment.last();
    const slots = ["pinned", "current"].filter((slot) => moment.run(slot));
    const runs = slots.map((slot) => moment.run(slot));
    const same = runs.length === this.counted?.length && runs.every((run, at) => run === this.counted[at]);
    if (same && words === this.countedIn) return;
    [this.counted, this.countedIn] = [runs, words];
    const told = runs.map((run, at) => {
      const rows = run.colours.length;
      const changes = run.network.changes(run.table, rows);
      const most = Math.max(...changes);
      const last = changes.findLastIndex((count) => count > 0);
      const text = fill(most ? words.changed : words.unchanged, { count: most, rows, epoch: changes.indexOf(most), last });
      return { changes, most, text: runs.length > 1 ? `${words[slots[at]]} ${text}` : text };
    });
    this.changed.replaceChildren(...told.map(({ text }) => element("span", {}, text)));
    this.ticks.replaceChildren(
      ...told.map(({ changes, most, text }) =>
        element(
          "div",
          { class: "pp-ticks", role: "img", "aria-label": text },
          ...Array.from({ length: moment.last() + 1 }, (_, epoch) =>
            element("i", { style: `height:${most ? (100 * (changes[epoch] ?? 0)) / most : 0}%` }),
          ),
        ),
      ),
    );
  }

  tellEpoch() {
    const { moment, words } = this;
    const [epoch, last] = [moment.epoch(), moment.last()];
    const text = this.text.fill(epoch ? words.afterEpoch : words.untrained, { epoch, last });
    this.scrubber.value = epoch;
    this.scrubber.setAttribute("aria-valuetext", text);
    this.at.textContent = text;
    this.play.textContent = `${this.playing ? "⏸" : "▶"} ${this.playing ? words.pause : words.play}`;
  }

  tellPlane() {
    const { moment, words, planes } = this;
    const part = moment.plane().held;
    this.near.checked = moment.near();
    this.planeChoice.value = moment.planeName();
    this.labels.held.textContent = words.parts[part];
    this.held.value = moment.held();
    this.heldAt.textContent = planes.told(part, moment.held());
    this.held.setAttribute("aria-valuetext", this.heldAt.textContent);
  }

  start() {
    const { moment } = this;
    const first = moment.epoch() >= moment.last() ? 0 : moment.epoch();
    let begun;
    const frame = (now) => {
      begun ??= now;
      const last = moment.last(); // another run may have come
      const rate = Math.min(FASTEST, Math.max(SLOWEST, last / SECONDS));
      const epoch = first + Math.floor(((now - begun) / 1000) * rate);
      this.playing = epoch < last ? requestAnimationFrame(frame) : 0;
      moment.go(epoch);
      if (!this.playing) this.tellEpoch();
    };
    this.playing = requestAnimationFrame(frame);
    this.tellEpoch();
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.tellEpoch();
  }

  // A swatch among all colours that is pressed is asked about.
  tile(event) {
    const tile = event.target.closest?.("[data-rgb]");
    if (tile) this.moment.ask(tile.dataset.rgb.split(",").map(Number));
  }

  end() {
    this.gone = true;
    cancelAnimationFrame(this.playing);
    this.unwatch?.();
    document.removeEventListener("click", this.tiles);
  }
}

const fillPlane = (words, across, up) => `${words.parts[across]} × ${words.parts[up]}`;

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-bar");
  const bar = bars.get(box) ?? new Bar(box);
  bars.set(box, bar);
  const latest = (bar.latest = {});
  bar.show(data);
  return () => {
    if (bar.latest !== latest) return;
    bars.delete(box);
    bar.end();
  };
}
