// Where the network diagram's units stand.

const PADDING = { top: 28, bottom: 8, side: 40 }; // in pixels, as all that follow; the layers' titles stand on top
const LARGEST = 56; // a unit
const ROW = { most: 96, least: 40, gap: 16, text: 14 }; // a unit with the text below it
const TALLEST = 520; // of a column, unless its rows would be too low

/**
 * Places the units in a column for each layer.
 *
 * @param {number[]} layers units in each layer, the input layer first
 * @param {number} width of the diagram, in pixels
 * @returns {{ height: number, size: number, columns: number[], units: { layer: number, unit: number, x: number,
 *   y: number }[][] }} height of the diagram, side of a unit, left edge of each column, and by layer the left upper
 *   corner of each unit, in pixels
 */
export function diagramLayout(layers, width) {
  const tallest = Math.max(...layers);
  const row = Math.max(ROW.least, Math.min(ROW.most, TALLEST / tallest));
  const size = Math.min(LARGEST, row - ROW.gap, width / (layers.length * 2));
  const columns = layers.map(
    (_, layer) => PADDING.side + (layer * (width - 2 * PADDING.side - size)) / (layers.length - 1),
  );
  const units = layers.map((count, layer) =>
    Array.from({ length: count }, (_, unit) => ({
      layer,
      unit,
      x: columns[layer],
      y: PADDING.top + (row * tallest - row * count) / 2 + row * unit + (row - ROW.text - size) / 2,
    })),
  );
  return { height: PADDING.top + row * tallest + PADDING.bottom, size, columns, units };
}
