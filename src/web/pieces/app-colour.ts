const sumOf = (label: string): number => {
  let sum = 0;
  for (const letter of label) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum;
};

/** 0 to 7, the same for an app on every screen and after every scan: chosen by its label alone. */
export const appTint = (label: string): number => sumOf(label) % 8;

/** The app's colour as a CSS value. */
export const appColour = (label: string): string => `var(--app-${appTint(label)})`;
