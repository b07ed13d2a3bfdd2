// What the whole page looks at: the moment in training, a plane through the colours, a colour asked about, and the runs.
// Its parts share it without the server.

import { middle, PLANES } from "./planes.js";

const runs = new Map(); // "current" or "pinned" -> what `put` was given
const watchers = new Set();
const view = { epoch: Infinity, plane: "HL", held: null, near: true, asked: null };

export const run = (slot) => runs.get(slot);
const any = () => runs.get("current") ?? runs.get("pinned");

export const last = () => Math.max(0, ...[...runs.values()].map(({ network }) => network.last));
export const epoch = (end = last()) => Math.min(view.epoch, end); // of a run that ends there
export const plane = () => PLANES[view.plane];
export const planeName = () => view.plane;
export const held = () => view.held ?? (any() ? middle(plane(), any().colours) : 0.5);
export const asked = () => view.asked ?? any()?.colours[0] ?? [255, 105, 180];

function tell(what) {
  for (const watcher of [...watchers]) watcher(what);
}

function set(what, value) {
  if (view[what] === value) return;
  view[what] = value;
  tell(what);
}

// Goes to an epoch; the last one means the end, also of a run that will be longer.
export const go = (to) => set("epoch", to >= last() ? Infinity : Math.max(0, to));
export const near = () => view.near; // whether the map keeps to where the rated colours lie
export const hold = (value) => set("held", value);
export const keepNear = (value) => set("near", value);
export const ask = (rgb) => set("asked", rgb);

export function choosePlane(name) {
  view.held = null;
  set("plane", name);
}

export function put(slot, run) {
  runs.set(slot, run);
  tell("run");
}

export function remove(slot, run) {
  if (runs.get(slot) !== run) return;
  runs.delete(slot);
  if (!runs.size) view.epoch = Infinity;
  tell("run");
}

// Calls `watcher` with what changed: "epoch", "plane", "held", "near", "asked" or "run"; returns what ends it.
export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
