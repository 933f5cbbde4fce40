type LineFinder = (offset: number) => number;

/** Line of an offset. Asked in rising order, as readers do, it only counts; once it is asked for an earlier one it makes a table. */
export const createLineFinder = (text: string): LineFinder => {
  let table: LineFinder | undefined;
  let line = 1;
  let start = 0;
  let end = text.indexOf("\n");
  return (offset) => {
    if (table === undefined && offset < start) table = createLineTable(text);
    if (table !== undefined) return table(offset);
    while (end !== -1 && end < offset) {
      start = end + 1;
      end = text.indexOf("\n", start);
      line += 1;
    }
    return line;
  };
};

const createLineTable = (text: string): LineFinder => {
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
