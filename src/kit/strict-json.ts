/** JSON as a request may hold it: no key twice, no key that reaches a prototype, no depth that a parser could drown in. */

export type StrictJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

const forbidden = new Set(["__proto__", "constructor", "prototype"]);
const maxDepth = 32;
const refuse = (message: string): StrictJson => ({ ok: false, message });

export const parseStrictJson = (text: string): StrictJson => {
  const problem = findProblem(text);
  if (problem !== null) return refuse(problem);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return refuse("The body is not JSON.");
  }
};

export const isForbiddenKey = (key: string): boolean => forbidden.has(key);

/** Walks the tokens once, with a stack of the keys of each open object (null for an array). */
const findProblem = (text: string): string | null => {
  const open: (Set<string> | null)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;
  let last: string | null = null;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === "{" || found === "[") {
      open.push(found === "{" ? new Set() : null);
      if (open.length > maxDepth) return `The body is nested deeper than ${maxDepth} levels.`;
    } else if (found === "}" || found === "]") open.pop();
    else if (found === ":") {
      const problem = last === null ? null : noteKey(open.at(-1) ?? null, last);
      if (problem !== null) return problem;
    }
    last = found.startsWith('"') ? found : null;
  }
  return null;
};

const noteKey = (keys: Set<string> | null, quoted: string): string | null => {
  let key: unknown;
  try {
    key = JSON.parse(quoted);
  } catch {
    return "The body is not JSON.";
  }
  if (typeof key !== "string") return null;
  if (forbidden.has(key)) return `The key ${JSON.stringify(key)} is not allowed.`;
  if (keys?.has(key) === true) return `The key ${JSON.stringify(key)} is there twice.`;
  keys?.add(key);
  return null;
};
