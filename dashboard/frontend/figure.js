// Draws a plotly figure, and redraws it in place when it changes: Streamlit's own chart starts anew every time.
// A figure over the epochs has a line at the page's moment. Every figure and its data can be saved.
const own = (name) => import(new URL(`app/static/${name}.js`, document.baseURI));
const loading = Promise.all([own("moment"), own("saving"), own("plotly-basic.min")]); // the last leaves window.Plotly
const shown = new WeakMap(); // box -> its latest figure

async function draw(box) {
  const [moment, saving] = await loading;
  const { figure, save } = shown.get(box) ?? {};
  if (!figure || !box.clientWidth) return;
  const font = { ...figure.layout.font, family: getComputedStyle(box).fontFamily };
  const layout = { ...figure.layout, font, width: box.clientWidth };
  await window.Plotly.react(box, figure.data, layout, { displayModeBar: false });
  const latest = shown.get(box);
  if (!latest) return;
  latest.unwatch ??= moment.watch((what) => (what === "epoch" || what === "run") && mark(box, moment));
  mark(box, moment);
  if (box.nextElementSibling?.getAttribute("aria-label") === save) return;
  box.nextElementSibling?.remove(); // in the language before
  box.after(saving.buttons(save, {
    SVG: () => window.Plotly.downloadImage(box, { ...size(box), format: "svg", filename: name(box) }),
    PNG: () => window.Plotly.downloadImage(box, { ...size(box), format: "png", filename: name(box), scale: 2 }),
    CSV: () => saving.csv(name(box), ["series", "measure", "x", "y", "text"], rows(shown.get(box).figure)),
  }));
}

const name = (box) => `pinkpref-${shown.get(box).name}`;
const size = (box) => ({ width: box.clientWidth, height: shown.get(box).figure.layout.height });

// Every point of every trace, whichever way plotly was given its numbers.
function rows({ data }) {
  const list = (values) => {
    if (!values?.bdata) return values ?? [];
    const bytes = Uint8Array.from(atob(values.bdata), (sign) => sign.charCodeAt(0));
    const kinds = { f8: Float64Array, f4: Float32Array, i4: Int32Array, i2: Int16Array, i1: Int8Array,
      u4: Uint32Array, u2: Uint16Array, u1: Uint8Array };
    return new kinds[values.dtype](bytes.buffer);
  };
  return data.flatMap((trace, at) => {
    const [x, y] = [[...list(trace.x)], [...list(trace.y)]];
    return Array.from({ length: Math.max(x.length, y.length) }, (_, point) => [
      trace.name ?? at + 1,
      trace.meta,
      x[point],
      y[point],
      Array.isArray(trace.text) ? trace.text[point] : trace.text,
    ]);
  });
}

// A line over all axes of epochs, drawn beside plotly: redrawing the figure for a moment takes too long.
function mark(box, moment) {
  const { epochs } = shown.get(box) ?? {};
  const { xaxis } = box._fullLayout ?? {};
  if (!epochs || !xaxis) {
    box.querySelector(".pp-moment")?.remove();
    return;
  }
  const line = box.querySelector(".pp-moment") ?? box.appendChild(document.createElement("i"));
  line.className = "pp-moment";
  const epoch = moment.epoch(epochs);
  line.hidden = epoch === epochs;
  const { t, h } = box._fullLayout._size;
  line.style.cssText = `left:${xaxis._offset + xaxis.l2p(epoch)}px;top:${t}px;height:${h}px`;
}

// Streamlit calls this for every change, and keeps the clean-up of the latest call; an older one may run late.
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-figure");
  const before = shown.get(box);
  const room = before?.room ?? new ResizeObserver(() => draw(box));
  const { name, save, epochs } = data;
  const latest = { figure: JSON.parse(data.figure), name, save, epochs, room, unwatch: before?.unwatch };
  shown.set(box, latest);
  box.setAttribute("aria-label", data.alt);
  if (before) draw(box);
  else room.observe(box); // reports, and so draws, at the beginning too
  return () => {
    if (shown.get(box) !== latest) return;
    room.disconnect();
    latest.unwatch?.();
    shown.delete(box);
    window.Plotly?.purge(box);
  };
}
