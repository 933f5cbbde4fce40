/** `HH:MM:SS` in the machine's own zone, as log lines show it. */
export const localTime = (at: number): string => {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
};
