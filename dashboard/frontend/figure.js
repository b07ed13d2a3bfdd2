// Draws a plotly figure, and redraws it in place when it changes: Streamlit's own chart starts anew every time.
const loading = import(new URL("app/static/plotly-basic.min.js", document.baseURI)); // leaves window.Plotly
const shown = new WeakMap();

async function draw(box) {
  await loading;
  const { data, layout, still } = shown.get(box) ?? {};
  if (!data || !box.clientWidth) return;
  const font = { ...layout.font, family: getComputedStyle(box).fontFamily };
  await window.Plotly.react(box, data, { ...layout, font, width: box.clientWidth }, { displayModeBar: false, staticPlot: still });
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-figure");
  const known = shown.has(box);
  shown.set(box, { ...JSON.parse(data.figure), still: data.still });
  box.setAttribute("aria-label", data.alt);
  if (known) {
    draw(box);
    return;
  }
  const room = new ResizeObserver(() => draw(box)); // reports once at the beginning too
  room.observe(box);
  return () => {
    room.disconnect();
    shown.delete(box);
    window.Plotly?.purge(box);
  };
}
