/** `shop`, or `shop-2` when that is taken. Letters keep their base (`Müller` → `muller`); what leaves nothing is `workspace`. */
export const toSlug = (name: string): string => {
  const plain = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 90)
    .replace(/^-+|-+$/g, "");
  return plain === "" ? "workspace" : plain;
};

export const chooseSlug = (name: string, taken: ReadonlySet<string>): string => {
  const base = toSlug(name);
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const candidate = `${base}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
};
