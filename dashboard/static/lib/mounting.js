// What a component of the page does at every call of Streamlit's, whatever it shows.

/**
 * A part of the page that shows what Python sends.
 *
 * @template Data
 * @typedef {{ show(data: Data): void, end(): void }} View
 */

/** @type {WeakMap<HTMLElement, { view: View<any>, call: object }>} by box */
const views = new WeakMap();

/**
 * Shows the data in a box, in the view that is there or in a new one.
 *
 * While a component's module is being loaded, Streamlit's calls may overtake each other. It cleans one up at once where
 * another has taken its place: so nothing is shown before that may have happened. Otherwise it keeps the clean-up of the
 * latest call, for the end.
 *
 * @template Data
 * @param {HTMLElement} box
 * @param {new (box: HTMLElement) => View<Data>} Kind of the view
 * @param {Data} data
 * @returns {() => void} the clean-up
 */
export function mount(box, Kind, data) {
  const call = {};
  let ended = false;
  setTimeout(() => {
    if (ended) return;
    const { view } = views.get(box) ?? { view: new Kind(box) };
    views.set(box, { view, call });
    view.show(data);
  });
  return () => {
    ended = true;
    const { view, call: latest } = views.get(box) ?? {};
    if (latest !== call) return;
    views.delete(box);
    view.end();
  };
}
