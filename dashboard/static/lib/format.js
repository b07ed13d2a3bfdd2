// Numbers and messages as the page writes them.

/**
 * Puts values into a message's placeholders, as Python's `str.format` does with named fields.
 *
 * @param {string} template a message with `{name}` placeholders
 * @param {Record<string, unknown>} values by placeholder; a placeholder without a value stays as it is
 * @returns {string} the message
 */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (placeholder, name) => String(values[name] ?? placeholder));

/**
 * Writes a share in percent, as `pinkpref.i18n.percent`: never 0% or 100% where it is only close.
 *
 * @param {number} share in [0, 1], or NaN
 * @returns {string} such as "83%", "99.9%" or, for NaN, "–"
 */
export function percent(share) {
  if (Number.isNaN(share)) return "–";
  if (share >= 0.995 && share < 1) return `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
  if (share > 0 && share <= 0.005) return `${(Math.ceil(share * 1000) / 10).toFixed(1)}%`;
  return `${roundHalfEven(share * 100)}%`;
}

const roundHalfEven = (/** @type {number} */ x) => (Math.abs(x % 2) === 0.5 ? Math.floor(x) : Math.round(x));

/**
 * Writes a weight, bias or activation with about three digits.
 *
 * @param {number} value any number; NaN and the infinities become "–"
 * @returns {string} such as "0.12", "−3.40", "0.0012" or "170"
 */
export function number(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 0.00005 && size < 0.005) return value.toFixed(4).replace("-", "−");
  const text = size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
  return text.replace("-", "−");
}

/**
 * Writes two significant digits, for numbers that may all be tiny.
 *
 * @param {number} value a finite number
 * @returns {string} such as "1.2e-7"
 */
export const significant = (value) => value.toPrecision(2);
