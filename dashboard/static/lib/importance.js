// Which hidden units matter.

const NEGLIGIBLE = 0.005; // a unit without which the liking moves by less does not matter
const SIMILAR = 0.75; // a unit with this share of the largest effect matters about as much

/**
 * Ranks hidden units by what their ablation changes.
 *
 * @template {{ ablation: { meanChange: number } }} Unit
 * @param {Unit[]} units at least one; mean changes of liking in [0, 1]
 * @returns {{ first: Unit, important: Unit[] }} the unit whose ablation changes most, and all that matter about as
 *   much, in descending order; none where no unit matters
 */
export function rankUnits(units) {
  const ranked = units.toSorted((one, other) => other.ablation.meanChange - one.ablation.meanChange);
  const [first] = ranked;
  const largest = first.ablation.meanChange;
  if (largest < NEGLIGIBLE) return { first, important: [] };
  return { first, important: ranked.filter(({ ablation }) => ablation.meanChange >= SIMILAR * largest) };
}
