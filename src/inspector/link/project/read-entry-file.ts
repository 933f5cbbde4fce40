/**
 * Reads what an entry file (manage.py, wsgi.py, asgi.py) says about the project: the settings module it would set and
 * the folders it adds to the import path. The file is walked as if started, branches that cannot be decided both count,
 * the first one less. A file that Python rejects still says what its readable part says.
 */
import type { Expression, ModuleTree, Statement } from "../../python/tree.ts";
import { argumentAt, dottedName, entryTest, entryValue, type EntryScope, type EntryValue } from "./settings-expressions.ts";

export interface NamedSettings {
  readonly module: string;
  readonly line: number;
  /** False when it stands on a branch that could not be decided. */
  readonly certain: boolean;
}

export interface EntryFacts {
  /** In the order of the file. */
  readonly settings: readonly NamedSettings[];
  /** Relative path parts that the file appends to its own folder on `sys.path`: `["apps"]`. */
  readonly pathParts: readonly string[];
  /** Does it load a `.env` file before Django starts? */
  readonly loadsDotEnv: boolean;
  /** Does it start Django's command line? */
  readonly isDjango: boolean;
}

interface Walk {
  readonly names: Map<string, EntryValue>;
  readonly env: Readonly<Record<string, string>>;
  readonly bodies: (statement: Extract<Statement, { kind: "function" }>) => readonly Statement[];
  readonly settings: NamedSettings[];
  readonly pathParts: string[];
  loadsDotEnv: boolean;
  isDjango: boolean;
}

const KEY = "DJANGO_SETTINGS_MODULE";

/** The string literals of an expression, in order: the steps of `os.path.join(BASE_DIR, "apps", "inner")`. */
const literalsIn = (expression: Expression): readonly string[] => {
  if (expression.kind === "string") return [expression.value];
  if (expression.kind === "call")
    return [
      ...(expression.callee.kind === "attribute" ? literalsIn(expression.callee.value) : []),
      ...expression.args.flatMap((argument) => literalsIn(argument.value)),
    ];
  if (expression.kind === "binary") return [...literalsIn(expression.left), ...literalsIn(expression.right)];
  return [];
};

const note = (walk: Walk, value: EntryValue, line: number, certain: boolean): void => {
  if (typeof value === "string" && /^[A-Za-z_][\w.]*$/.test(value)) walk.settings.push({ module: value, line, certain });
};

const visitCall = (call: Extract<Expression, { kind: "call" }>, walk: Walk, certain: boolean): void => {
  const callee = dottedName(call.callee) ?? "";
  const scope: EntryScope = walk;
  const first = argumentAt(call.args, 0, "key");
  const second = argumentAt(call.args, 1, "default");
  if (/(?:environ\.setdefault|putenv|setdefault)$/.test(callee) && first !== undefined && second !== undefined) {
    if (entryValue(first, scope) === KEY) note(walk, entryValue(second, scope), call.line, certain);
  } else if (/sys\.path\.(?:append|insert)$/.test(callee)) {
    const folder = call.args.at(-1);
    if (folder !== undefined) walk.pathParts.push(...[literalsIn(folder.value).join("/")].filter((part) => part !== ""));
  } else if (/load_dotenv|read_env|read_dotenv$/.test(callee)) walk.loadsDotEnv = true;
  else if (/execute_from_command_line|get_wsgi_application|get_asgi_application|call_command$/.test(callee)) walk.isDjango = true;
};

const visitAssignment = (statement: Extract<Statement, { kind: "assign" }>, walk: Walk, certain: boolean): void => {
  if (statement.value === undefined) return;
  for (const target of statement.targets) {
    if (target.kind === "name") {
      const value = entryValue(statement.value, walk);
      walk.names.set(target.name, value);
      if (target.name === KEY) note(walk, value, statement.line, certain);
    } else if (target.kind === "subscript" && (dottedName(target.value) ?? "").endsWith("environ")) {
      if (entryValue(target.index, walk) === KEY) note(walk, entryValue(statement.value, walk), statement.line, certain);
    }
  }
};

const visitAll = (statements: readonly Statement[], walk: Walk, certain: boolean): void => {
  for (const statement of statements) visit(statement, walk, certain);
};

const visit = (statement: Statement, walk: Walk, certain: boolean): void => {
  switch (statement.kind) {
    case "function":
      return visitAll(walk.bodies(statement), walk, certain);
    case "assign":
      return visitAssignment(statement, walk, certain);
    case "expression":
      if (statement.value.kind === "call") visitCall(statement.value, walk, certain);
      return;
    case "from":
      walk.isDjango ||= statement.module.startsWith("django");
      return;
    case "import":
      walk.isDjango ||= statement.names.some(({ name }) => name.startsWith("django"));
      return;
    case "if": {
      const isMain = dottedName(statement.test.kind === "binary" ? statement.test.left : statement.test) === "__name__";
      const test = isMain ? true : entryTest(statement.test, walk);
      if (test !== false) visitAll(statement.body, walk, certain && test === true);
      if (test !== true) visitAll(statement.orElse, walk, certain && test === false);
      return;
    }
    case "try":
      visitAll([...statement.body, ...statement.orElse, ...statement.finally], walk, certain);
      for (const handler of statement.handlers) visitAll(handler.body, walk, false);
      return;
    case "with":
      return visitAll(statement.body, walk, certain);
    default:
  }
};

/** Reads a parsed entry file; `bodies` parses a function's body on demand. */
export const readEntryFile = (
  tree: ModuleTree,
  env: Readonly<Record<string, string>>,
  bodies: (statement: Extract<Statement, { kind: "function" }>) => readonly Statement[],
): EntryFacts => {
  const walk: Walk = { names: new Map(), env, bodies, settings: [], pathParts: [], loadsDotEnv: false, isDjango: false };
  visitAll(tree.body, walk, true);
  return walk;
};
