// The colour map: a plane of colours as they are, and the network's liking over it, with the rated colours on top.

import * as moment from "./moment.js";
import { AXES, hex, hueStart, told } from "./planes.js";
import * as saving from "./saving.js";
import { element, fill, percent } from "./text.js";

const FINE = 200; // points along each side
const LEFT = 44;
const TOP = 24;
const BELOW = 40;
const BETWEEN = 18;
const ROOM = 0.08; // around the rated colours
const MOST_TICKS = 4;
const RIGHT = 14;
const [WHITE, BLACK] = [0xffffffff, 0xff000000];
const FAR = 0.15; // a colour farther from the plane is drawn faint
const MOST_MARKS = 300;

// Liking from 0 to 1: the lighter, the more; an order that needs no eye for hue.
const SCALE = [[32, 28, 60], [104, 48, 110], [188, 84, 118], [242, 150, 140], [255, 240, 226]];
export const liked = Array.from({ length: 256 }, (_, at) => {
  const place = (at / 255) * (SCALE.length - 1);
  const low = Math.min(Math.floor(place), SCALE.length - 2);
  return SCALE[low].map((part, channel) => Math.round(part + (place - low) * (SCALE[low + 1][channel] - part)));
});

// The same as whole pixels.
const LIKED = new Uint32Array(new Uint8ClampedArray(liked.flatMap((rgb) => [...rgb, 255])).buffer);

// A plane's colours on a grid, the first row at the top, its hue axis turned so that the rated colours lie together.
export class Grid {
  constructor(run, points) {
    this.plane = moment.plane();
    this.held = moment.held();
    this.points = points;
    this.start = this.plane.across === "H" ? hueStart(run.colours) : 0;
    this.window = moment.near() ? around(run.colours.map((rgb) => this.whole(rgb))) : [[0, 1], [0, 1]];
    this.colours = [];
    for (let row = 0; row < points; row += 1) {
      for (let column = 0; column < points; column += 1) {
        this.colours.push(this.at((column + 0.5) / points, 1 - (row + 0.5) / points));
      }
    }
    this.table = run.network.table(this.colours);
  }

  at(x, y) {
    const [across, up] = this.window.map(([low, high], at) => low + [x, y][at] * (high - low));
    return this.plane.rgb((across + this.start) % 1, up, this.held);
  }

  whole(rgb) { // where a colour lies on the whole plane
    const [x, y] = this.plane.of(rgb);
    return [this.turned(x), y];
  }

  turned(x) {
    return this.plane.across === "H" ? (x - this.start + 1) % 1 : x;
  }

  place(rgb) { // where a colour lies on the map, and how far from the plane
    const held = this.plane.of(rgb)[2];
    let away = Math.abs(held - this.held);
    if (this.plane.held === "H") away = 2 * Math.min(away, 1 - away);
    const [x, y] = this.whole(rgb).map((part, at) => this.within(part, at));
    return { x, y, away };
  }

  within(part, at) {
    const [low, high] = this.window[at];
    return (part - low) / (high - low);
  }
}

const dark = ([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue < 128;

// Everything that a picture of a run's plane depends on before its weights.
export function groundOf({ network, colours, like, test }, words, width) {
  const { inputs, offset, scale } = network;
  const view = [moment.planeName(), moment.held(), moment.near(), width];
  return JSON.stringify([inputs, offset, scale, colours, like, test, view, words]);
}

// The window over all places that lie on a plane, with room around them.
function around(places) {
  return [0, 1].map((at) => {
    let [low, high] = [1, 0];
    for (const place of places) [low, high] = [Math.min(low, place[at]), Math.max(high, place[at])];
    return [Math.max(0, low - ROOM), Math.min(1, high + ROOM)];
  });
}

// Round steps on an axis that shows this much of it.
function ticksOf({ scale, steps }, [low, high]) {
  const step = steps.find((size) => (high - low) * scale <= size * MOST_TICKS) ?? steps.at(-1);
  const ticks = [];
  for (let at = Math.ceil((low * scale) / step) * step; at <= high * scale + 1e-9; at += step) ticks.push(at);
  return ticks;
}

export class ColourMap {
  constructor(box) {
    this.words = {};
    this.canvases = ["colours", "liking"].map(() => element("canvas", { width: FINE, height: FINE }));
    this.svg = element("svg", { role: "img" });
    this.drawing = element("div", { class: "pp-drawing" }, ...this.canvases, this.svg);
    this.reading = element("p", { class: "pp-reading" });
    this.summary = element("p", { class: "pp-summary" });
    this.saving = element("div");
    box.replaceChildren(this.drawing, this.reading, this.summary, this.saving);
    this.svg.addEventListener("pointermove", (event) => this.read(event));
    this.svg.addEventListener("pointerleave", () => this.read());
    this.svg.addEventListener("click", (event) => {
      const rgb = this.under(event);
      if (rgb) moment.ask(rgb.map(Math.round));
    });
  }

  // What is there before any weight counts; laid anew for other data, another plane or another width.
  lay(run, words) {
    this.run = run;
    this.words = words;
    const ground = groundOf(run, words, this.drawing.clientWidth);
    if (ground === this.ground) return;
    this.ground = ground;
    this.grid = new Grid(run, FINE);
    const width = this.drawing.clientWidth;
    const beside = width >= 440;
    this.side = Math.floor(beside ? (width - 2 * LEFT - BETWEEN - RIGHT) / 2 : width - LEFT - RIGHT);
    this.places = [0, 1].map((at) =>
      beside ? [LEFT + at * (this.side + LEFT + BETWEEN), TOP] : [LEFT, TOP + at * (this.side + TOP + BELOW)],
    );
    const height = this.places[1][1] + this.side + BELOW;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.canvases.forEach((canvas, at) => {
      const [left, top] = this.places[at];
      canvas.style.cssText = `left:${left}px;top:${top}px;width:${this.side}px;height:${this.side}px`;
    });
    this.marks = element("g");
    this.asked = element("g");
    this.svg.replaceChildren(...this.places.flatMap((place, at) => this.frame(place, at)), this.marks, this.asked);
    this.mark();
    this.paintColours();
    this.saving.replaceChildren(this.waysToSave());
  }

  frame([left, top], second) {
    const { plane, start } = this.grid;
    const whole = plane.across === "H" ? start : 0;
    const { side, words } = this;
    const ink = { fill: "currentColor", "font-size": 12 };
    const title = second ? words.likingOver : words.theColours;
    const parts = [
      element("rect", { x: left, y: top, width: side, height: side, fill: "none", stroke: "currentColor", opacity: 0.4 }),
      element("text", { x: left, y: top - 8, ...ink, "font-weight": 600 }, title),
      element("text", { x: left + side / 2, y: top + side + 32, "text-anchor": "middle", ...ink }, words.parts[plane.across]),
      element(
        "text",
        { transform: `translate(${left - 32} ${top + side / 2}) rotate(-90)`, "text-anchor": "middle", ...ink },
        words.parts[plane.up],
      ),
    ];
    [plane.across, plane.up].forEach((part, at) => {
      const axis = AXES[part];
      const [low, high] = this.grid.window[at];
      const from = at ? 0 : whole;
      for (const tick of ticksOf(axis, [low + from, high + from])) {
        const value = this.grid.within(tick / axis.scale - from, at);
        const [x, y] = at ? [left - 5, top + (1 - value) * side + 4] : [left + value * side, top + side + 15];
        const told = `${part === "H" ? tick % axis.scale : tick}${axis.unit}`;
        parts.push(element("text", { x, y, "text-anchor": at ? "end" : "middle", ...ink, "font-size": 11 }, told));
      }
    });
    return parts;
  }

  // The rated colours: liked ones round, others square, test rows with a dashed edge, faint where far from the plane.
  mark() {
    const { run, side, words, grid } = this;
    const size = run.colours.length > 60 ? 4 : 7;
    const shown = run.colours.slice(0, MOST_MARKS);
    this.marks.replaceChildren();
    this.crosses = [];
    for (const [left, top] of this.places) {
      shown.forEach((rgb, row) => {
        const { x, y, away } = grid.place(rgb);
        const [across, up] = [left + x * side, top + (1 - y) * side];
        const look = { fill: hex(rgb), opacity: away > FAR ? 0.4 : 1 };
        const shape = (attributes) =>
          run.like[row]
            ? element("circle", { cx: across, cy: up, r: size, ...attributes })
            : element("rect", { x: across - size, y: up - size, width: 2 * size, height: 2 * size, ...attributes });
        const group = element("g", look);
        group.append(
          shape({ stroke: "#000", "stroke-width": 4 }),
          shape({ stroke: "#fff", "stroke-width": 2, ...(run.test[row] ? { "stroke-dasharray": "3 3" } : {}) }),
          element("title", {}, this.nameOf(row)),
        );
        const [to, back] = [2 * size, -2 * size];
        const cross = element("path", {
          d: `M${across - size} ${up - size}l${to} ${to}m0 ${back}l${back} ${to}`,
          stroke: dark(rgb) ? "#fff" : "#000",
          "stroke-width": 2,
          fill: "none",
        });
        group.append(cross);
        this.crosses.push({ cross, row });
        this.marks.append(group);
      });
    }
    this.svg.style.cursor = "crosshair";
    const hidden = run.colours.length - shown.length + words.leftOut;
    this.legend = [words.marks, hidden ? fill(words.notShown, { count: hidden.toLocaleString("en") }) : "", words.known]
      .filter(Boolean)
      .join(" ");
  }

  nameOf(row) {
    const { run, words } = this;
    const label = run.like[row] ? words.liked : words.notLiked;
    return `${hex(run.colours[row])} · ${label} · ${run.test[row] ? words.testRow : words.trainingRow}`;
  }

  paintColours() {
    const pixels = new ImageData(FINE, FINE);
    this.grid.colours.forEach((rgb, at) => pixels.data.set([...rgb, 255], 4 * at));
    this.pixels = [pixels, new ImageData(FINE, FINE)];
    this.bare = new Uint8ClampedArray(pixels.data);
  }

  draw(epoch) {
    const { network } = this.run;
    this.shares = network.liking(epoch, this.grid.table, FINE * FINE);
    const [colours, liking] = this.pixels;
    colours.data.set(this.bare);
    const painted = new Uint32Array(liking.data.buffer);
    const { shares } = this;
    let yes = 0;
    let [least, most] = [0, 0];
    for (let at = 0; at < shares.length; at += 1) {
      const share = shares[at];
      if (share > 0.5) yes += 1;
      if (share < shares[least]) least = at;
      if (share > shares[most]) most = at;
      painted[at] = LIKED[(255 * share + 0.5) | 0];
    }
    this.drawBoundary();
    this.crossOut(epoch);
    this.canvases.forEach((canvas, at) => canvas.getContext("2d").putImageData(this.pixels[at], 0, 0));
    this.say(epoch, yes / this.shares.length, least, most);
  }

  // A cross on every rated colour that the network calls wrong.
  crossOut(epoch) {
    const { network, table, colours, like } = this.run;
    const answers = network.liking(epoch, table, colours.length);
    for (const { cross, row } of this.crosses) {
      cross.style.display = answers[row] > 0.5 === Boolean(like[row]) ? "none" : "";
    }
  }

  // A ring where the colour asked about lies, if that is on the map.
  ring() {
    const { x, y } = this.grid.place(moment.asked());
    const inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    const rings = this.places.flatMap(([left, top]) =>
      [["#000", 5], ["#fff", 2]].map(([stroke, width]) =>
        element("circle", {
          cx: left + x * this.side,
          cy: top + (1 - y) * this.side,
          r: 11,
          fill: "none",
          stroke,
          "stroke-width": width,
        }),
      ),
    );
    this.asked.replaceChildren(...(inside ? rings : []));
  }

  // Where the answer turns, white on the liked side and black on the other.
  drawBoundary() {
    const { shares } = this;
    const pixels = this.pixels.map(({ data }) => new Uint32Array(data.buffer));
    const turn = (at, other) => {
      if (shares[at] > 0.5 === shares[other] > 0.5) return;
      for (const one of [at, other]) for (const data of pixels) data[one] = shares[one] > 0.5 ? WHITE : BLACK;
    };
    for (let row = 0; row < FINE; row += 1) {
      for (let column = 0; column < FINE; column += 1) {
        const at = row * FINE + column;
        if (column + 1 < FINE) turn(at, at + 1);
        if (row + 1 < FINE) turn(at, at + FINE);
      }
    }
  }

  say(epoch, yes, least, most) {
    const { words, grid } = this;
    const values = {
      epoch,
      share: percent(yes),
      most: hex(grid.colours[most]),
      much: this.shares[most].toFixed(2),
      least: hex(grid.colours[least]),
      little: this.shares[least].toFixed(2),
      held: fill(words.heldAt, { part: words.parts[grid.plane.held], value: told(grid.plane.held, grid.held) }),
    };
    const same = yes === 0 ? words.mapNone : yes === 1 ? words.mapAll : words.map;
    const text = fill(same, values);
    const dot = (colour) => element("span", { class: "pp-dot", style: `background:${colour}`, "aria-hidden": "true" });
    this.summary.replaceChildren(text, " ", dot(values.most), dot(values.least));
    this.readAgain();
    this.svg.setAttribute("aria-label", `${text} ${values.held} ${this.legend}`);
  }

  under(event) {
    const room = this.svg.getBoundingClientRect();
    const [x, y] = [event.clientX - room.left, event.clientY - room.top];
    for (const [left, top] of this.places ?? []) {
      const [across, up] = [(x - left) / this.side, 1 - (y - top) / this.side];
      if (across >= 0 && across < 1 && up >= 0 && up < 1) return this.grid.at(across, up);
    }
    return null;
  }

  read(event) {
    this.pointed = event && this.under(event);
    this.readAgain();
  }

  // The liking of the colour that is pointed at, otherwise how to read the map.
  readAgain() {
    if (!this.pointed) {
      this.reading.textContent = this.legend;
      return;
    }
    const { network } = this.run;
    const [share] = network.liking(moment.epoch(network.last), network.table([this.pointed]), 1);
    this.reading.textContent = fill(this.words.reading, { colour: hex(this.pointed), liking: share.toFixed(2) });
  }

  waysToSave() {
    const name = () => `pinkpref-map-epoch-${moment.epoch(this.run.network.last)}`;
    return saving.buttons(this.words.saveMap, {
      SVG: () => saving.svg(name(), this.drawing),
      PNG: () => saving.png(name(), this.drawing),
      CSV: () =>
        saving.csv(
          name(),
          ["R", "G", "B", "liking"],
          this.grid.colours.map((rgb, at) => [...rgb.map((part) => Number(part.toFixed(6))), this.shares[at]]),
        ),
    });
  }
}
