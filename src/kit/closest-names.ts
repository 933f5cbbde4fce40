/** The names that a mistyped one most likely means: those with the fewest letters changed, at most a quarter of them. */

/** Levenshtein's distance, without regard to case; more than `most` is answered with `most + 1`. */
const distance = (left: string, right: string, most: number): number => {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const changed = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[right.length] ?? most + 1;
};

/** At most `count`, the closest first. */
export const closestNames = (name: string, among: Iterable<string>, count = 3): readonly string[] => {
  const asked = name.toLowerCase();
  const most = Math.max(2, Math.floor(asked.length / 4));
  const found: { readonly other: string; readonly far: number }[] = [];
  for (const other of among) {
    const far = distance(asked, other.toLowerCase(), most);
    if (far <= most) found.push({ other, far });
  }
  return found
    .sort((a, b) => a.far - b.far || (a.other < b.other ? -1 : 1))
    .slice(0, count)
    .map(({ other }) => other);
};
