/** Colours stay; other terminal sequences and control characters have no place in a page. */
const sequences = /\u001B\](?:[^\u0007\u001B]*)(?:\u0007|\u001B\\)?|\u001B\[[0-9;?]*[A-Za-ln-z]|\u001B(?!\[)/g;
const controls = /[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F]/g;

/** `left`: bytes of the line that were not read. */
export const toShownLine = (text: string, left: number): string => {
  const shown = text
    .replace(/\r?\n$/, "")
    .replace(sequences, "")
    .replace(controls, "");
  return left === 0 ? shown : `${shown} … ${left} more bytes`;
};
