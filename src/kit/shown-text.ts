/** Text for a message: control, bidirectional and newline characters as escapes, at most `max` characters. */
export const shownText = (text: string, max = 200): string => {
  const escaped = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escaped.length <= max ? escaped : `${escaped.slice(0, max - 1)}…`;
};
