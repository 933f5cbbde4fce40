/** Names that a module's own code binds more than once: what they stand for depends on when they are read. */
import type { Expression, ModuleTree, Statement } from "../../python/tree.ts";

type Count = (name: string) => void;

const countTarget = (target: Expression, count: Count): void => {
  if (target.kind === "name") count(target.name);
  else if (target.kind === "tuple" || target.kind === "list") for (const item of target.items) countTarget(item, count);
  else if (target.kind === "starred") countTarget(target.value, count);
};

const countAll = (statements: readonly Statement[], count: Count): void => {
  for (const statement of statements) countStatement(statement, count);
};

/** Bound in a loop or changed in place counts twice. */
const twice =
  (count: Count): Count =>
  (name) => {
    count(name);
    count(name);
  };

const countStatement = (statement: Statement, count: Count): void => {
  switch (statement.kind) {
    case "assign":
      for (const target of statement.targets) countTarget(target, count);
      return;
    case "augment":
      countTarget(statement.target, twice(count));
      return;
    case "delete":
      for (const target of statement.targets) countTarget(target, twice(count));
      return;
    case "function":
    case "class":
      count(statement.name);
      return;
    case "import":
      for (const { name, alias } of statement.names) count(alias ?? name.split(".", 1)[0] ?? name);
      return;
    case "from":
      for (const { name, alias } of statement.names) count(alias ?? name);
      return;
    case "for":
      countTarget(statement.target, twice(count));
      countAll([...statement.body, ...statement.orElse], twice(count));
      return;
    case "while":
      countAll([...statement.body, ...statement.orElse], twice(count));
      return;
    case "if":
      countAll([...statement.body, ...statement.orElse], count);
      return;
    case "try":
      countAll([...statement.body, ...statement.orElse, ...statement.finally], count);
      for (const handler of statement.handlers) countAll(handler.body, count);
      return;
    case "with":
      for (const { target } of statement.items) if (target !== undefined) countTarget(target, count);
      countAll(statement.body, count);
      return;
    case "match":
      for (const one of statement.cases) countAll(one.body, count);
      return;
    default:
  }
};

const known = new WeakMap<ModuleTree, ReadonlySet<string>>();

const starLines = new WeakMap<ModuleTree, number>();

const starLineOf = (statements: readonly Statement[]): number => {
  let last = 0;
  for (const statement of statements) {
    if (statement.kind === "from" && statement.names.some(({ name }) => name === "*")) last = Math.max(last, statement.line);
    else if (statement.kind === "if") last = Math.max(last, starLineOf(statement.body), starLineOf(statement.orElse));
    else if (statement.kind === "try")
      last = Math.max(
        last,
        starLineOf(statement.body),
        starLineOf(statement.orElse),
        ...statement.handlers.map(({ body }) => starLineOf(body)),
      );
  }
  return last;
};

/** Line of the module's last star import, which may rebind any name; 0 when it has none. */
export const lastStarLine = (tree: ModuleTree): number => {
  const found = starLines.get(tree) ?? starLineOf(tree.body);
  starLines.set(tree, found);
  return found;
};

export const reboundNames = (tree: ModuleTree): ReadonlySet<string> => {
  const found = known.get(tree);
  if (found !== undefined) return found;
  const once = new Set<string>();
  const rebound = new Set<string>();
  countAll(tree.body, (name) => {
    if (once.has(name)) rebound.add(name);
    else once.add(name);
  });
  rebound.delete("*");
  known.set(tree, rebound);
  return rebound;
};
