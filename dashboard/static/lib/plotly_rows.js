// The points of a plotly figure as a table.

/** @type {Record<string, new (buffer: ArrayBuffer) => ArrayLike<number>>} plotly's names of types */
const TYPED_ARRAYS = {
  f8: Float64Array,
  f4: Float32Array,
  i4: Int32Array,
  i2: Int16Array,
  i1: Int8Array,
  u4: Uint32Array,
  u2: Uint16Array,
  u1: Uint8Array,
};

/**
 * The columns of `plotlyRows`.
 */
export const PLOTLY_COLUMNS = ["series", "measure", "x", "y", "text"];

/**
 * Lists every point of every trace, whichever way plotly was given its numbers.
 *
 * @param {{ data: any[] }} figure as plotly's JSON has it: x and y are lists, or base64 (`bdata`) of a `dtype`
 * @returns {unknown[][]} a row for each point: the trace's name or its number from 1, the trace's `meta`, x, y, text
 */
export function plotlyRows({ data }) {
  return data.flatMap((trace, at) => {
    const [x, y] = [values(trace.x), values(trace.y)];
    return Array.from({ length: Math.max(x.length, y.length) }, (_, point) => [
      trace.name ?? at + 1,
      trace.meta,
      x[point],
      y[point],
      Array.isArray(trace.text) ? trace.text[point] : trace.text,
    ]);
  });
}

/**
 * @param {any} given as plotly's JSON has it
 * @returns {unknown[]}
 */
function values(given) {
  if (!given?.bdata) return [...(given ?? [])];
  const bytes = Uint8Array.from(atob(given.bdata), (character) => character.codePointAt(0));
  return Array.from(new TYPED_ARRAYS[given.dtype](bytes.buffer));
}
