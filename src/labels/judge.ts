/** Points of a series that are known to be wrong, by number, both ends included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** What can be told of incidents, by what is labelled. */
export interface Judged<Label, Opening> {
  /** The labels that an incident can be expected for, by their beginnings, each with the first incident that found it. */
  readonly events: readonly { readonly label: Label; readonly foundBy: Opening | undefined }[];
  /** The incidents as they came, each with the label that makes it right; without one it is false. */
  readonly incidents: readonly { readonly opening: Opening; readonly label: Label | undefined }[];
}

/** An incident may open this many points behind the label: the value's return may have opened it. */
export const GRACE = 2;
/** No alarm is raised before this point, so what is labelled only before it is no event. */
export const WARM_UP = 60;

/**
 * Judges the incidents of one series by its labels: one that opens inside a labelled stretch, or up to two points after
 * it, is right and finds it. Where stretches overlap, as a misread digit in a drift, it belongs to the one that began
 * last.
 *
 * @param openings where incidents opened, rising
 */
export function judge<Label extends Stretch, Opening extends { readonly row: number }>(
  labels: readonly Label[],
  openings: readonly Opening[],
): Judged<Label, Opening> {
  const expected = labels.filter(({ last }) => last >= WARM_UP).sort((one, other) => one.first - other.first);
  const found = new Map<Label, Opening>();
  const incidents = openings.map((opening) => {
    const { row } = opening;
    const label = expected.findLast(({ first, last }) => row >= first && row <= last + GRACE);
    if (label !== undefined && !found.has(label)) found.set(label, opening);
    return { opening, label };
  });
  return { events: expected.map((label) => ({ label, foundBy: found.get(label) })), incidents };
}

/** The smallest of the values that a share of them does not exceed; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
