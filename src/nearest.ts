/** The candidate that a mistyped word most likely stands for; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(2, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = candidate.startsWith(typed) && typed.length > 1 ? 1 : distance(typed, candidate.toLowerCase());
    if (edits >= Math.min(fewest, candidate.length)) continue;
    best = candidate;
    fewest = edits;
  }
  return best;
}

/** Letters to insert, delete or replace (Levenshtein). */
function distance(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const here = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      here.push(Math.min(above[column]! + 1, here[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1)));
    }
    above = here;
  }
  return above[right.length]!;
}
