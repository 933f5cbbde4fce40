/** View state in the address: flat, readable strings (`?q=order&app=shop`), never JSON. */

export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

export const stringifySearch = (search: Record<string, unknown>): string => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) if (typeof value === "string" && value !== "") query.set(key, value);
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
};

/** Keeps only the named keys, as strings: what a screen understands of an address that anyone may have typed. */
export const pick =
  <K extends string>(...keys: readonly K[]) =>
  (raw: Record<string, unknown>): { [key in K]?: string | undefined } => {
    const picked: { [key in K]?: string | undefined } = {};
    for (const key of keys) {
      const value = raw[key];
      if (typeof value === "string" && value !== "") picked[key] = value;
    }
    return picked;
  };

/** `a,b` ↔ a list. */
export const toList = (value: string | undefined): readonly string[] =>
  value === undefined ? [] : value.split(",").filter((item) => item !== "");
