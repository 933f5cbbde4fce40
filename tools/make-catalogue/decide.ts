/** Conditions at the top of a module that are the same on every machine that matters: versions, type checking. */
import type { Expression } from "../../src/inspector/python/tree.ts";

/** The catalogue describes packages as they are under these. */
const versions: Readonly<Record<string, readonly number[]>> = {
  "sys.version_info": [3, 13],
  "django.VERSION": [5, 2],
  VERSION: [5, 2],
  DJANGO_VERSION: [5, 2],
  django_version: [5, 2],
};

const dotted = (expression: Expression): string => {
  if (expression.kind === "name") return expression.name;
  if (expression.kind === "attribute") return `${dotted(expression.value)}.${expression.name}`;
  return expression.kind === "subscript" ? dotted(expression.value) : "";
};

const numbers = (expression: Expression): readonly number[] | undefined => {
  const known = versions[dotted(expression)];
  if (known !== undefined) return expression.kind === "subscript" && expression.index.kind === "number" ? known.slice(0, 1) : known;
  if (expression.kind === "number") return [expression.value];
  if (expression.kind !== "tuple") return undefined;
  const items = expression.items.map((item) => (item.kind === "number" ? item.value : undefined));
  return items.every((item) => item !== undefined) ? items : undefined;
};

const compare = (left: readonly number[], right: readonly number[]): number => {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Undefined when it depends on something else. */
export const decide = (test: Expression): boolean | undefined => {
  if (test.kind === "constant") return test.value === true;
  if (/(^|\.)TYPE_CHECKING$/.test(dotted(test))) return false;
  if (test.kind === "unary" && test.op === "not") {
    const inner = decide(test.value);
    return inner === undefined ? undefined : !inner;
  }
  if (test.kind !== "binary") return undefined;
  if (test.op === "and" || test.op === "or") {
    const [left, right] = [decide(test.left), decide(test.right)];
    const deciding = test.op === "or";
    if (left === deciding || right === deciding) return deciding;
    return left === undefined || right === undefined ? undefined : !deciding;
  }
  const [left, right] = [numbers(test.left), numbers(test.right)];
  if (left === undefined || right === undefined) return undefined;
  const order = compare(left, right);
  switch (test.op) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "==":
      return order === 0;
    default:
      return undefined;
  }
};

const projectNames = /^(?:settings|django_settings|app_settings|connection)\.\w+$|^(?:apps|django_apps)\.is_installed$/;

/** Is it a test of the project's settings, installed apps or database, and of nothing else? */
export const isDecidedByProject = (test: Expression): boolean => {
  switch (test.kind) {
    case "string":
    case "number":
    case "constant":
      return true;
    case "unary":
      return isDecidedByProject(test.value);
    case "binary":
      return isDecidedByProject(test.left) && isDecidedByProject(test.right);
    case "attribute":
      return projectNames.test(dotted(test));
    case "subscript":
      return isDecidedByProject(test.value) && isDecidedByProject(test.index);
    case "list":
    case "tuple":
      return test.items.every(isDecidedByProject);
    case "call": {
      const values = test.args.map(({ value }) => value);
      const [of] = values;
      if (test.callee.kind === "name" && (test.callee.name === "getattr" || test.callee.name === "hasattr"))
        return of?.kind === "name" && /^(?:django_)?settings$/.test(of.name) && values.slice(1).every(isDecidedByProject);
      return projectNames.test(dotted(test.callee)) && values.every(isDecidedByProject);
    }
    default:
      return false;
  }
};
