// Draws a plotly figure, and redraws it in place when it changes: Streamlit's own chart starts anew every time.
const loading = import(new URL("app/static/plotly-basic.min.js", document.baseURI)); // leaves window.Plotly
const shown = new WeakMap(); // box -> its latest figure

async function draw(box) {
  await loading;
  const { figure, still } = shown.get(box) ?? {};
  if (!figure || !box.clientWidth) return;
  const font = { ...figure.layout.font, family: getComputedStyle(box).fontFamily };
  const layout = { ...figure.layout, font, width: box.clientWidth };
  await window.Plotly.react(box, figure.data, layout, { displayModeBar: false, staticPlot: still });
}

// Streamlit calls this for every change, and keeps the clean-up of the latest call; an older one may run late.
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-figure");
  const before = shown.get(box);
  const room = before?.room ?? new ResizeObserver(() => draw(box));
  const latest = { figure: JSON.parse(data.figure), still: data.still, room };
  shown.set(box, latest);
  box.setAttribute("aria-label", data.alt);
  if (before) draw(box);
  else room.observe(box); // reports, and so draws, at the beginning too
  return () => {
    if (shown.get(box) !== latest) return;
    room.disconnect();
    shown.delete(box);
    window.Plotly?.purge(box);
  };
}
