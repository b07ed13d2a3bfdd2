// Tables as CSV.

/**
 * Writes a table as CSV for spreadsheets: a byte order mark, CRLF, and an apostrophe before text that a spreadsheet
 * would take for a formula.
 *
 * @param {string[]} head the columns' names
 * @param {unknown[][]} rows numbers and texts; NaN, the infinities, null and undefined become empty cells
 * @returns {string} the file's text
 */
export function csvText(head, rows) {
  const lines = [head, ...rows].map((row) => row.map((value) => cell(value)).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function cell(/** @type {unknown} */ value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
