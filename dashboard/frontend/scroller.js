// A table that scrolls, and stays where the reader has scrolled to when its rows change; at its end it follows new ones.
// Rows that stand for an epoch follow the page's moment: its row is marked, and brought into sight.
const loading = import(new URL("app/static/moment.js", document.baseURI));
const watches = new WeakMap(); // box -> what ends its watch

function mark(box, { epoch }, end, measured, move) {
  box.querySelector(".pp-now")?.classList.remove("pp-now");
  const now = epoch(end);
  const row = box.querySelector(`tr[data-epoch="${now}"]`);
  if (!row || now === end) return;
  row.classList.add("pp-now");
  if (!move) return;
  // Measured once, because asking in every frame makes the browser lay out the page in between. All rows are alike.
  measured.head ??= box.querySelector("thead").offsetHeight;
  measured.row ??= row.offsetHeight;
  measured.box ??= box.clientHeight;
  const above = (now - 1) * measured.row;
  const below = measured.head + now * measured.row - measured.box;
  measured.top ??= box.scrollTop;
  const top = Math.max(below, Math.min(measured.top, above));
  if (top !== measured.top) box.scrollTop = measured.top = top;
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-scroll");
  const top = box.scrollTop;
  const atEnd = top > 0 && top + box.clientHeight >= box.scrollHeight - 2;
  box.setAttribute("aria-label", data.name);
  box.innerHTML = data.html;
  box.scrollTop = atEnd ? box.scrollHeight : top;
  watches.get(box)?.();
  let unwatch = () => {};
  let gone = false;
  const measured = {};
  box.onscroll = () => (measured.top = box.scrollTop);
  loading.then((moment) => {
    if (gone || !data.epochs) return; // of a training under way no moment can be chosen
    unwatch = moment.watch((what) => ["epoch", "run"].includes(what) && mark(box, moment, data.epochs, measured, what === "epoch"));
    mark(box, moment, data.epochs, measured, false);
  });
  const stop = () => {
    gone = true;
    unwatch();
  };
  watches.set(box, stop);
  return stop;
}
