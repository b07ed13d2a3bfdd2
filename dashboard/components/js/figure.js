// A plotly figure.

/** @import { FigureData } from "../../static/lib/contract.js" */

const MODULES = ["mounting", "plotly_figure"];
const load = (/** @type {string} */ name) => import(new URL(`app/static/lib/${name}.js`, document.baseURI).href);
const loading = Promise.all(MODULES.map((name) => load(name)));

/**
 * Streamlit calls this for every change.
 *
 * @param {{ data: FigureData, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-plot");
  const mounted = loading.then(([{ mount: show }, { PlotlyFigure }]) => show(box, PlotlyFigure, data));
  return () => mounted.then((cleanUp) => cleanUp());
}
