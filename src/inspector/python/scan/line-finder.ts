/** Line of an offset; quick when asked in rising order, as a walk over a tree does. */
export const createLineFinder = (text: string): ((offset: number) => number) => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  let row = 0;
  const startOf = (index: number): number => starts[index] ?? Number.POSITIVE_INFINITY;
  return (offset) => {
    if (offset < startOf(row) || offset >= startOf(row + 64)) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      row = low;
    }
    while (offset >= startOf(row + 1)) row += 1;
    return row + 1;
  };
};
