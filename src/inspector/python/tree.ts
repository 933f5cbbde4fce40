/**
 * The module tree: what the inspector knows of one Python file, as plain JSON.
 *
 * Only `python/` makes it, from the parser's own nodes; everything after reads this and never sees the parser.
 * Lines are 1-based, as Django developers count them. A function's body is not in the tree: it is parsed on
 * demand from `FunctionTree.body` (see `parse-body.ts`), because a scan needs few of them.
 */

/** One Python file after parsing. `errors` are what Python would reject; the rest of the file is still in `body`. */
export interface ModuleTree {
  readonly body: readonly Statement[];
  readonly errors: readonly SyntaxProblem[];
}

export interface SyntaxProblem {
  readonly line: number;
  readonly message: string;
}

/** Where a function's body stands in the file's text: offsets into the decoded, newline-normalised source. */
export interface BodyRange {
  readonly start: number;
  readonly end: number;
  /** 1-based line of `start`. */
  readonly line: number;
}

export interface Parameter {
  readonly name: string;
  readonly kind: "positional" | "normal" | "args" | "keyword" | "kwargs";
  readonly default?: Expression;
  readonly annotation?: Expression;
}

export interface FunctionTree {
  readonly kind: "function";
  readonly line: number;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
  readonly returns?: Expression;
  readonly body: BodyRange;
}

export interface ClassTree {
  readonly kind: "class";
  readonly line: number;
  /** Line of the first decorator, when there is one. */
  readonly decoratorLine?: number;
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

/** `name` set: keyword argument. `star` 1: `*value`, 2: `**value`. */
export interface Argument {
  readonly name?: string;
  readonly star?: 1 | 2;
  readonly value: Expression;
}

export interface ImportedName {
  readonly name: string;
  readonly alias?: string;
}

export interface ExceptClause {
  readonly line: number;
  readonly type?: Expression;
  readonly name?: string;
  readonly body: readonly Statement[];
}

export type Statement =
  | FunctionTree
  | ClassTree
  | { readonly kind: "import"; readonly line: number; readonly names: readonly ImportedName[] }
  /** `from ...module import names`; `level` counts the dots; `names` `[{name:"*"}]` for a star import. */
  | {
      readonly kind: "from";
      readonly line: number;
      readonly module: string;
      readonly level: number;
      readonly names: readonly ImportedName[];
    }
  /** `a = b = value` has two targets. `annotation` alone (no value): a bare annotation. */
  | {
      readonly kind: "assign";
      readonly line: number;
      readonly targets: readonly Expression[];
      readonly value?: Expression;
      readonly annotation?: Expression;
    }
  /** `op` without the `=`: `+`, `|`, … */
  | { readonly kind: "augment"; readonly line: number; readonly target: Expression; readonly op: string; readonly value: Expression }
  | { readonly kind: "expression"; readonly line: number; readonly value: Expression }
  | {
      readonly kind: "if";
      readonly line: number;
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly orElse: readonly Statement[];
    }
  | {
      readonly kind: "for";
      readonly line: number;
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly orElse: readonly Statement[];
      readonly isAsync: boolean;
    }
  | {
      readonly kind: "while";
      readonly line: number;
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly orElse: readonly Statement[];
    }
  | {
      readonly kind: "try";
      readonly line: number;
      readonly body: readonly Statement[];
      readonly handlers: readonly ExceptClause[];
      readonly orElse: readonly Statement[];
      readonly finally: readonly Statement[];
    }
  | {
      readonly kind: "with";
      readonly line: number;
      readonly items: readonly { readonly value: Expression; readonly target?: Expression }[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: "return"; readonly line: number; readonly value?: Expression }
  | { readonly kind: "raise"; readonly line: number; readonly value?: Expression }
  | { readonly kind: "delete"; readonly line: number; readonly targets: readonly Expression[] }
  | { readonly kind: "assert"; readonly line: number; readonly test: Expression }
  | { readonly kind: "global" | "nonlocal"; readonly line: number; readonly names: readonly string[] }
  | {
      readonly kind: "match";
      readonly line: number;
      readonly subject: Expression;
      readonly cases: readonly { readonly pattern: Pattern; readonly guard?: Expression; readonly body: readonly Statement[] }[];
    }
  | { readonly kind: "pass" | "break" | "continue"; readonly line: number };

/** Patterns of `match`: enough to decide the common kinds; anything else is `other`. */
export type Pattern =
  | { readonly kind: "value"; readonly value: Expression }
  | { readonly kind: "or"; readonly patterns: readonly Pattern[] }
  | { readonly kind: "capture"; readonly name?: string }
  | { readonly kind: "other" };

export interface Comprehension {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export type Expression =
  | { readonly kind: "name"; readonly line: number; readonly name: string }
  | { readonly kind: "string"; readonly line: number; readonly value: string }
  | { readonly kind: "bytes"; readonly line: number; readonly value: string }
  | { readonly kind: "number"; readonly line: number; readonly value: number; readonly isFloat: boolean }
  /** Integers beyond 2^53, as decimal text; complex numbers are `unsupported`. */
  | { readonly kind: "bigint"; readonly line: number; readonly value: string }
  | { readonly kind: "constant"; readonly line: number; readonly value: boolean | null }
  | { readonly kind: "ellipsis"; readonly line: number }
  /** f-string: literal parts as strings, the rest as expressions with the text of their format spec. */
  | {
      readonly kind: "fstring";
      readonly line: number;
      readonly parts: readonly (string | { readonly value: Expression; readonly conversion?: string; readonly format?: string })[];
    }
  | { readonly kind: "attribute"; readonly line: number; readonly value: Expression; readonly name: string }
  | { readonly kind: "subscript"; readonly line: number; readonly value: Expression; readonly index: Expression }
  | { readonly kind: "slice"; readonly line: number; readonly start?: Expression; readonly stop?: Expression; readonly step?: Expression }
  | { readonly kind: "call"; readonly line: number; readonly callee: Expression; readonly args: readonly Argument[] }
  | { readonly kind: "list" | "tuple" | "set"; readonly line: number; readonly items: readonly Expression[] }
  /** An entry without `key` is `**value`. */
  | { readonly kind: "dict"; readonly line: number; readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[] }
  | {
      readonly kind: "comprehension";
      readonly line: number;
      readonly type: "list" | "set" | "dict" | "generator";
      readonly key?: Expression;
      readonly value: Expression;
      readonly clauses: readonly Comprehension[];
    }
  | { readonly kind: "unary"; readonly line: number; readonly op: "not" | "-" | "+" | "~"; readonly value: Expression }
  /** Arithmetic, comparison (`==`, `in`, `not in`, `is`, `is not`, …), `and`, `or`. A chain `a < b < c` is `and` of two. */
  | { readonly kind: "binary"; readonly line: number; readonly op: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "conditional";
      readonly line: number;
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: "lambda"; readonly line: number; readonly parameters: readonly Parameter[]; readonly body: Expression }
  | { readonly kind: "starred"; readonly line: number; readonly value: Expression }
  | { readonly kind: "walrus"; readonly line: number; readonly target: Expression; readonly value: Expression }
  /** `yield from` has a starred value. */
  | { readonly kind: "await" | "yield"; readonly line: number; readonly value?: Expression }
  | { readonly kind: "unsupported"; readonly line: number; readonly text: string };
