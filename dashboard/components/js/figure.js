// A plotly figure, redrawn in place when it changes: Streamlit's own chart starts anew every time. A figure over the
// epochs has a line at the store's epoch. The figure and its data can be saved.

/** @import { FigureData } from "../../static/lib/contract.js" */

/**
 * What a box shows.
 *
 * @typedef {object} Shown
 * @property {any} figure what plotly draws
 * @property {string} name of its files
 * @property {string} save a message, on the buttons
 * @property {?number} epochs of a figure over the epochs, how many the run has
 * @property {ResizeObserver} observer of the box's width
 * @property {() => void} [unsubscribe] from the store
 */

/** @type {typeof import("../../static/lib/store.js")} */
let store;
/** @type {typeof import("../../static/lib/downloads.js")} */
let downloads;
/** @type {typeof import("../../static/lib/plotly_rows.js")} */
let points;
/** @type {any} plotly.js, undefined until it is loaded */
let plotly;
const MODULES = ["lib/store.js", "lib/downloads.js", "lib/plotly_rows.js", "vendor/plotly-basic.min.js"];
const load = (/** @type {string} */ path) => import(new URL(`app/static/${path}`, document.baseURI).href);
const loaded = Promise.all(MODULES.map((path) => load(path))).then((modules) => {
  [store, downloads, points] = modules;
  plotly = /** @type {any} */ (window).Plotly; // that script is no module
});

/** @type {WeakMap<HTMLElement, Shown>} by box */
const shown = new WeakMap();

async function draw(/** @type {HTMLElement} */ box) {
  await loaded;
  const { figure } = shown.get(box) ?? {};
  if (!figure || !box.clientWidth) return;
  const font = { ...figure.layout.font, family: getComputedStyle(box).fontFamily };
  const layout = { ...figure.layout, font, width: box.clientWidth };
  await plotly.react(box, figure.data, layout, { displayModeBar: false });
  const latest = shown.get(box);
  if (!latest) return;
  latest.unsubscribe ??= store.subscribe((change) => {
    if (change === "epoch" || change === "runs") drawEpochLine(box);
  });
  drawEpochLine(box);
  drawSaveButtons(box);
}

function drawSaveButtons(/** @type {HTMLElement} */ box) {
  const { save } = shown.get(box);
  if (box.nextElementSibling?.getAttribute("aria-label") === save) return;
  box.nextElementSibling?.remove(); // in the language before
  const name = () => `pinkpref-${shown.get(box).name}`;
  const image = (/** @type {string} */ format, scale = 1) => {
    const size = { width: box.clientWidth, height: shown.get(box).figure.layout.height };
    plotly.downloadImage(box, { ...size, format, filename: name(), scale });
  };
  box.after(
    downloads.buttons(save, {
      SVG: () => image("svg"),
      PNG: () => image("png", 2),
      CSV: () => downloads.csv(name(), points.PLOTLY_COLUMNS, points.plotlyRows(shown.get(box).figure)),
    }),
  );
}

/**
 * Draws a line across all axes of epochs, beside plotly: redrawing the figure for an epoch takes too long.
 *
 * @param {any} box with plotly's figure
 */
function drawEpochLine(box) {
  const { epochs } = shown.get(box) ?? {};
  const { xaxis } = box._fullLayout ?? {};
  if (!epochs || !xaxis) {
    box.querySelector(".pp-moment")?.remove();
    return;
  }
  const line = box.querySelector(".pp-moment") ?? box.appendChild(document.createElement("i"));
  const epoch = store.epoch(epochs);
  const { t, h } = box._fullLayout._size;
  line.className = "pp-moment";
  line.hidden = epoch === epochs;
  line.style.cssText = `left:${xaxis._offset + xaxis.l2p(epoch)}px;top:${t}px;height:${h}px`;
}

/**
 * Streamlit calls this for every change, and keeps the clean-up of the latest call; an older one may run late.
 *
 * @param {{ data: FigureData, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  /** @type {HTMLElement} */
  const box = parentElement.querySelector(".pp-figure");
  const before = shown.get(box);
  const observer = before?.observer ?? new ResizeObserver(() => draw(box));
  const { name, save, epochs } = data;
  const latest = { figure: JSON.parse(data.figure), name, save, epochs, observer, unsubscribe: before?.unsubscribe };
  shown.set(box, latest);
  box.setAttribute("aria-label", data.alt);
  if (before) draw(box);
  else observer.observe(box); // reports, and so draws, at the beginning too
  return () => {
    if (shown.get(box) !== latest) return;
    observer.disconnect();
    latest.unsubscribe?.();
    shown.delete(box);
    plotly?.purge(box);
  };
}
