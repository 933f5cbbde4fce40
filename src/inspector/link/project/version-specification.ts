/** Does a requirement allow a release? The operators of PEP 440 and the caret and tilde of Poetry. */

const numbers = (version: string): readonly number[] => (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "").split(".").map(Number);

const compare = (left: readonly number[], right: readonly number[]): number => {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
};

const startsWith = (version: readonly number[], prefix: readonly number[]): boolean =>
  prefix.every((part, index) => (version[index] ?? 0) === part);

/** `^1.2` stays below the next number of its first part that is not zero. */
const isCaret = (version: readonly number[], bound: readonly number[]): boolean => {
  const fixed = bound.findIndex((part) => part !== 0);
  return compare(version, bound) >= 0 && startsWith(version, bound.slice(0, Math.max(fixed, 0) + 1));
};

const allowsOne = (clause: string, version: readonly number[]): boolean => {
  const [, operator = "", bound = ""] = /^(===?|!=|~=|>=|<=|>|<|\^|~)?v?(\d[\w.*+!-]*)$/.exec(clause) ?? [];
  if (bound === "") return true;
  const limit = numbers(bound);
  const order = compare(version, limit);
  switch (operator) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "^":
      return isCaret(version, limit);
    case "~":
      return order >= 0 && startsWith(version, limit.slice(0, 2));
    case "~=":
      return order >= 0 && startsWith(version, limit.slice(0, -1));
    case "!=":
      return bound.endsWith("*") ? !startsWith(version, limit) : order !== 0;
    default:
      return bound.endsWith("*") ? startsWith(version, limit) : order === 0;
  }
};

/** `specification`: `>=2.1,<3`, `==2.3.*`, `^1.4`, `(>=5.2.16,<5.3.0)`; without a version all are allowed. */
export const allowsVersion = (specification: string, version: string): boolean => {
  const given = numbers(version);
  const clauses = specification.replaceAll(/[\s()"']/g, "").split(",");
  return clauses.every((clause) => clause === "" || allowsOne(clause, given));
};

/** Does a requirement name a version of the same major number? Below 1, each minor number is one. */
export const namesMajor = (specification: string, version: string): boolean => {
  const major = (given: readonly number[]): string => given.slice(0, given[0] === 0 ? 2 : 1).join(".");
  const own = major(numbers(version));
  return [...specification.matchAll(/\d+(?:\.\d+)*/g)].some(([named]) => major(numbers(named)) === own);
};
