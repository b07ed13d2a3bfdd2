// Table, curves and test score.

/** @import { ResultsData } from "../../static/lib/contract.js" */

const MODULES = ["mounting", "results"];
const load = (/** @type {string} */ name) => import(new URL(`app/static/lib/${name}.js`, document.baseURI).href);
const loading = Promise.all(MODULES.map((name) => load(name)));

/**
 * Streamlit calls this for every change.
 *
 * @param {{ data: ResultsData, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-results");
  const mounted = loading.then(([{ mount: show }, { Results }]) => show(box, Results, data));
  return () => mounted.then((cleanUp) => cleanUp());
}
