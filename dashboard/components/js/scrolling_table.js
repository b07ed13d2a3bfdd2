// A table that scrolls, and stays where the reader has scrolled to when its rows change; at its end it follows new
// rows. Where each row is an epoch, the row of the store's epoch is marked, and scrolled into view.

/** @import { TableData } from "../../static/lib/contract.js" */

/** @type {Promise<typeof import("../../static/lib/store.js")>} */
const loading = import(new URL("app/static/lib/store.js", document.baseURI).href);

/** @type {WeakMap<HTMLElement, () => void>} the clean-up, by box */
const cleanUps = new WeakMap();

/** Marks one epoch's row in a table, which it measures once: asking in every frame would force a layout each time. */
class EpochMarker {
  /**
   * @param {HTMLElement} box that scrolls
   */
  constructor(box) {
    this.box = box;
    /** @type {number | undefined} in pixels, undefined until measured or scrolled */
    this.scrollTop = undefined;
    /** @type {{ head: number, row: number, box: number } | undefined} in pixels, undefined until measured */
    this.heights = undefined;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- replaces the one of the rows before
    box.onscroll = () => (this.scrollTop = box.scrollTop);
  }

  /**
   * @param {number} epoch from 1; 0 (untrained) has no row
   * @param {number} last epoch of the run, which is not marked
   * @param {boolean} scroll whether to bring the row into view
   */
  mark(epoch, last, scroll) {
    this.box.querySelector(".pp-now")?.classList.remove("pp-now");
    /** @type {HTMLElement} */
    const row = this.box.querySelector(`tr[data-epoch="${epoch}"]`);
    if (!row || epoch === last) return;
    row.classList.add("pp-now");
    if (scroll) this.scrollTo(epoch, row);
  }

  /**
   * @param {number} epoch
   * @param {HTMLElement} row of the epoch; all rows are alike
   */
  scrollTo(epoch, row) {
    this.heights ??= {
      head: this.box.querySelector("thead").offsetHeight,
      row: row.offsetHeight,
      box: this.box.clientHeight,
    };
    const { heights } = this;
    this.scrollTop ??= this.box.scrollTop;
    const most = (epoch - 1) * heights.row; // the row is at the top
    const least = heights.head + epoch * heights.row - heights.box; // the row is at the bottom
    const top = Math.max(least, Math.min(this.scrollTop, most));
    if (top !== this.scrollTop) this.box.scrollTop = this.scrollTop = top;
  }
}

/**
 * Streamlit calls this for every change, and keeps the clean-up of the latest call; an older one may run late.
 *
 * @param {{ data: TableData, parentElement: HTMLElement }} component
 * @returns {() => void} the clean-up
 */
export default function mount({ data, parentElement }) {
  /** @type {HTMLElement} */
  const box = parentElement.querySelector(".pp-scroll");
  const top = box.scrollTop;
  const atEnd = top > 0 && top + box.clientHeight >= box.scrollHeight - 2;
  box.setAttribute("aria-label", data.name);
  box.innerHTML = data.html;
  box.scrollTop = atEnd ? box.scrollHeight : top;
  cleanUps.get(box)?.();
  const marker = new EpochMarker(box);
  /** @type {(() => void) | undefined} */
  let unsubscribe;
  let ended = false;
  loading.then((store) => {
    const last = data.epochs;
    if (ended || !last) return; // while a network is being trained no epoch can be chosen
    unsubscribe = store.subscribe((change) => {
      if (change === "epoch" || change === "runs") marker.mark(store.epoch(last), last, change === "epoch");
    });
    marker.mark(store.epoch(last), last, false);
  });
  const cleanUp = () => {
    ended = true;
    unsubscribe?.();
  };
  cleanUps.set(box, cleanUp);
  return cleanUp;
}
