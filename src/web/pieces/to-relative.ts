const steps = [
  { limit: 60, size: 1, unit: "s" },
  { limit: 3_600, size: 60, unit: "min" },
  { limit: 86_400, size: 3_600, unit: "h" },
  { limit: 86_400 * 14, size: 86_400, unit: "d" },
  { limit: 86_400 * 70, size: 86_400 * 7, unit: "wk" },
  { limit: 86_400 * 730, size: 86_400 * 30.44, unit: "mo" },
] as const;

/** Distance of two moments in milliseconds as `just now`, `3 min ago`, `in 2 h`. */
export const toRelative = (at: number, now: number): string => {
  const seconds = Math.round((now - at) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return "just now";
  const step = steps.find(({ limit }) => distance < limit) ?? { size: 86_400 * 365.25, unit: "y" };
  const text = `${Math.floor(distance / step.size)} ${step.unit}`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
};

/** Seconds as `0.4 s`, `12 s`, `2 min 5 s`. */
export const toDuration = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};
