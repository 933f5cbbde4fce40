/** One of eight colours per app, the same on every screen and after every scan: chosen by the label alone. */
export const appColour = (label: string): string => {
  let sum = 0;
  for (const letter of label) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return `var(--app-${sum % 8})`;
};
