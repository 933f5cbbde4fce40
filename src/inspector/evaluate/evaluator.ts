/**
 * Stage 3, evaluate: a small abstract interpreter of Python over module trees. It is demand-driven: a module is evaluated
 * once, when somebody needs a name from it, and imports cost nothing until then. Settings, apps, models, migrations, urls
 * and admin are all read through it. It never runs the project's code, never throws on it and never guesses: what cannot
 * be known is `unknown`, with the reason.
 */
import type { Call, Machine, MachineState, EvaluatorOptions, Scope } from "./machine.ts";
import { noKwargs } from "./machine.ts";
import type { Expression } from "../python/tree.ts";
import type { Binding, ClassValue, Evaluator, InstanceValue, ModuleValue, Origin, Unknown, Value } from "./value.ts";
import { unknown } from "./value.ts";
import { registerApps } from "./django/app-registry.ts";
import { call } from "./calls/call.ts";
import { callFunction } from "./calls/call-function.ts";
import { settingsNamespace } from "./django/settings.ts";
import { evaluate } from "./expressions/evaluate.ts";
import { resolveImport, importModule, hasModule, letGoOf } from "./modules/import-module.ts";
import { createResolver } from "./modules/resolve.ts";
import { setResolver } from "./modules/standing.ts";
import { natives } from "./natives.ts";
import { attribute, find, setAttribute } from "./objects/attribute.ts";
import { handles } from "./objects/exceptions.ts";
import { mro } from "./objects/mro.ts";
import { isTiring } from "./state/budget.ts";
import { refuseRevision } from "./state/readings.ts";
import { runBlock } from "./statements/run.ts";
import { items } from "./values/iterate.ts";
import { toPlain } from "./values/plain.ts";
import { hasPath, pathOf } from "./values/same.ts";
import { external, text } from "./values/make.ts";
import { truth } from "./values/truth.ts";

const createState = (options: EvaluatorOptions): MachineState => ({
  steps: 0,
  deadline: Number.POSITIVE_INFINITY,
  isForeignCall: false,
  depth: 0,
  raised: undefined,
  handlers: [],
  journal: undefined,
  because: undefined,
  taint: undefined,
  assumed: undefined,
  envRead: undefined,
  settingsDepth: 0,
  env: new Map(Object.entries(options.env)),
  roots: [...options.roots],
  records: new Map(),
  modules: new Map(),
  texts: new Map(),
  effects: [],
  problems: [],
});

const raise = (m: Machine, { type, message, attributes = {} }: Raising, origin: Origin | undefined): Unknown => {
  const { state } = m;
  const answer = unknown(message, origin);
  if (state.raised !== undefined || state.handlers.length === 0) return answer;
  const value: InstanceValue = {
    kind: "instance",
    class: external(type),
    args: [text(message)],
    kwargs: noKwargs,
    attributes: new Map(Object.entries(attributes).map(([name, each]) => [name, { value: each, origins: [] }])),
  };
  const raised = { type, class: undefined, value };
  if (state.handlers.some((types) => types.some((handled) => handles(m, handled, raised)))) state.raised = raised;
  return answer;
};

interface Raising {
  readonly type: string;
  readonly message: string;
  /** Attributes of the exception that handlers look at. */
  readonly attributes?: Readonly<Record<string, Value>>;
}

const createMachine = (options: EvaluatorOptions): Machine => {
  const m: Machine = {
    options,
    state: createState(options),
    natives,
    evaluate: (node, scope) => evaluate(m, node, scope),
    run: (body, scope) => runBlock(m, body, scope),
    force: (value) => {
      if (value.kind !== "lazy") return value;
      return resolveImport(m, value);
    },
    find: (value, name) => find(m, value, name),
    attribute: (value, name) => attribute(m, value, name),
    setAttribute: (target, name, value, origin) => setAttribute(m, target, name, { value, origin }),
    call: (callee, given) => call(m, callee, given),
    callFunction: (fn, given, self) => callFunction(m, fn, given, self),
    importModule: (name) => importModule(m, name),
    hasModule: (name) => hasModule(m, name),
    mro: (value) => mro(m, value),
    read: (binding) => read(m, binding),
    truth: (value) => truth(m, value),
    items: (value) => items(m, value),
    raise: (type, message, origin, attributes) => raise(m, { type, message, ...(attributes === undefined ? {} : { attributes }) }, origin),
    readFile: (path) => {
      refuseRevision(`${path} is read`);
      return options.files.read(path);
    },
  };
  const around = new Map(
    ["settings", "apps"].map((name) => [
      name,
      { value: external(`django.${name === "apps" ? "apps.apps" : "conf.settings"}`), origins: [] },
    ]),
  );
  const inModule = (expression: Expression, module: ModuleValue): Value => {
    const rest = { kind: "module", module, qualname: "", frame: undefined } as const;
    const outer: Scope = { ...rest, names: around, parent: undefined };
    return m.evaluate(expression, { ...rest, names: module.namespace, parent: outer });
  };
  options.catalogue.evaluateBy({ value: inModule, truth: (expression, module) => m.truth(inModule(expression, module)) });
  setResolver(m, createResolver(options.files, m.state.roots));
  return m;
};

/** Resolves the lazy import of a binding and keeps what it gave, unless that may still change. */
const read = (m: Machine, binding: Binding): ReturnType<Machine["force"]> => {
  const { value } = binding;
  if (value.kind !== "lazy") return value;
  const forced = resolveImport(m, value);
  if (forced.kind !== "unknown") binding.value = forced;
  return forced;
};

const isSubclass = (m: Machine, value: Value, path: string): boolean | "unknown" => {
  const forced = m.force(value);
  if (forced.kind === "external") return forced.path === path ? true : "unknown";
  if (forced.kind !== "class") return forced.kind === "unknown" || forced.kind === "alternatives" ? "unknown" : false;
  let doubt = false;
  for (const base of m.mro(forced)) {
    if (base.kind === "unknown") doubt = true;
    else if (hasPath(base, path)) return true;
    else if (base.kind === "external" && !base.path.startsWith("builtins.")) doubt = true;
  }
  return doubt ? "unknown" : false;
};

/** One evaluator serves one scan. Nothing it does throws or depends on time or chance. */
export const createEvaluator = (options: EvaluatorOptions): Evaluator => {
  const m = createMachine(options);
  const nowhere: Origin = { file: "", line: 0 };
  return {
    importModule: (name) => m.importModule(name),
    hasModule: (name) => m.hasModule(name),
    force: (value) => m.force(value),
    attribute: (value, name) => m.attribute(value, name),
    call: (callee, args, kwargs, origin) => {
      const given: Call = { args, kwargs, origin: origin ?? nowhere };
      return m.call(callee, given);
    },
    registerApps: (apps, open) => registerApps(m, apps, open),
    mro: (value: ClassValue) => m.mro(value),
    pathOf,
    isSubclass: (value, path) => isSubclass(m, value, path),
    toPlain: (value) => toPlain(m, value),
    settings: () => settingsNamespace(m) ?? null,
    modules: m.state.modules,
    letGoOf: (names) => letGoOf(m, names),
    effects: m.state.effects,
    isTiring: () => isTiring(m),
    problems: m.state.problems,
  };
};

export type { EvaluatorOptions };
