// One colour asked about: the answer, how it came about number by number, and the rated colours most like it.

import * as moment from "./moment.js";
import { nearest } from "./network.js";
import { hex } from "./planes.js";
import { element, exact, fill, number } from "./text.js";

const SIMILAR = 3;
const CLOSE = 0.05; // so near to .5 the answer is hardly one
const SURE = 0.25;

const dot = (rgb) => element("span", { class: "pp-dot", style: `background:${hex(rgb)}`, "aria-hidden": "true" });

export class Ask {
  constructor(box) {
    this.answer = element("p", { class: "pp-asked" });
    this.steps = element("table", { class: "pp-table pp-steps" });
    this.similar = element("ul", { class: "pp-similar" });
    this.title = element("p");
    box.replaceChildren(this.answer, this.steps, this.title, this.similar);
  }

  lay(run, words) {
    this.run = run;
    this.words = words;
    this.steps.setAttribute("aria-label", words.steps);
  }

  draw(epoch) {
    const { words } = this;
    const { network, colours, like } = this.run;
    const rgb = moment.asked();
    const columns = network.columns(rgb);
    const scaled = network.scaled(columns);
    const signals = network.signals(epoch, Float32Array.from(scaled), 1).map((layer) => [...layer]);
    const outputs = signals.at(-1);
    const [share] = network.shares(outputs, 1);
    const away = Math.abs(share - 0.5);
    const sure = away < CLOSE ? words.hardly : away < SURE ? words.leaning : words.sure;
    const values = { colour: hex(rgb), epoch, liking: share.toFixed(2), sure };
    const answer = fill(share > 0.5 ? words.askLiked : words.askNotLiked, values);
    this.answer.replaceChildren(dot(rgb), ` ${answer}`);
    const named = (names, numbers) => names.map((name, at) => `${name} ${number(numbers[at])}`).join("   ");
    const rows = [[words.stepRgb, named(["R", "G", "B"], rgb)]];
    if (network.inputs.join() !== "rgb") rows.push([words.stepColumns, named(words.features, columns)]);
    if (columns.some((value, at) => Math.fround(value) !== scaled[at])) {
      rows.push([words.stepScaled, named(words.features, scaled)]);
    }
    signals.slice(0, -1).forEach((layer, at) => {
      const names = layer.map((_, unit) => network.hiddenName(at + 1, unit));
      rows.push([words.stepHidden, named(names, layer)]);
    });
    const layer = network.layers.length - 2;
    [words.sumNotLiked, words.sumLiked].forEach((name, to) => {
      const parts = signals
        .at(-2)
        .map((value, from) => [network.hiddenName(layer, from), value * network.weight(epoch, layer, from, to)]);
      const told = [...parts, [words.bias, network.bias(epoch, layer, to)]].filter(([, value]) => Math.abs(value) >= 0.005);
      rows.push([name, told.map(([unit, value]) => `${unit} ${number(value)}`).join("   ")]);
    });
    rows.push([words.stepOutputs, named([words.notLiked, words.liked], outputs)]);
    const told = Math.max(...outputs) < 0.01 ? exact : number;
    rows.push([words.stepLiking, fill(words.shareOf, { yes: told(outputs[1]), no: told(outputs[0]), ...values })]);
    this.steps.replaceChildren(
      ...rows.map(([name, told]) =>
        element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, told)),
      ),
    );
    this.title.textContent = words.similar;
    this.similar.replaceChildren(
      ...nearest(colours, rgb, SIMILAR).map(([row, distance]) => {
        const label = like[row] ? `♥ ${words.liked}` : `– ${words.notLiked}`;
        const told = fill(words.distance, { distance: distance.toFixed(2) });
        return element("li", {}, dot(colours[row]), ` ${hex(colours[row])} · ${label} · ${told}`);
      }),
    );
  }
}
