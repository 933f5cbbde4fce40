/** The `class` statement: bases, body in its own namespace, enums, decorators, `__init_subclass__`. */
import type { Machine, Scope } from "../machine.ts";
import type { ClassTree } from "../../python/tree.ts";
import type { ClassValue, Namespace, Origin, Value } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { unknown } from "../value.ts";
import { findModel } from "../django/find-model.ts";
import { finishClass, isEnumClass } from "../objects/finish-class.ts";
import { applyMetaclass, isMadeByProject } from "../objects/metaclass.ts";
import { isAppConf, provideDefaults } from "../readers/app-conf.ts";
import { isSpent } from "../state/budget.ts";
import { lookInto } from "../state/class-bodies.ts";
import { noteBirth } from "../state/deeds.ts";
import { LateNamespace } from "../state/late-namespace.ts";
import { bindName } from "../state/names.ts";
import { bindDeferred, planBody, waitingBody } from "./defer-body.ts";
import { keepWaiting } from "./waiting-body.ts";
import { applyDecorators } from "./decorators.ts";

export const runClass = (m: Machine, tree: ClassTree, scope: Scope): void => {
  const origin: Origin = { file: scope.module.file, line: tree.line };
  const bases: Value[] = [];
  const keywords = new Map<string, Value>();
  for (const argument of tree.bases) {
    const value = m.force(m.evaluate(argument.value, scope));
    if (argument.name !== undefined) keywords.set(argument.name, value);
    else if (argument.star === undefined && value.kind === "class") bases.push(value);
    else if (argument.star === 1)
      bases.push(...(m.items(value)?.items.map((item) => m.force(item)) ?? [unknown("the bases are not known", origin)]));
    else if (argument.star === undefined) bases.push(...flattened(m, value, keywords));
  }
  const decorators = tree.decorators.map((decorator) => m.evaluate(decorator, scope));
  const qualname = scope.qualname === "" ? tree.name : `${scope.qualname}.${tree.name}`;
  const plan = planBody(m, tree, scope);
  const late = plan === null ? null : new LateNamespace(plan, (names) => waiting !== null && bindDeferred(waiting, names));
  const namespace: Namespace = late ?? new Map();
  noteBirth(namespace);
  const made: ClassValue = {
    kind: "class",
    name: tree.name,
    module: scope.module.name,
    qualname,
    bases,
    keywords: keywords.size === 0 ? noKwargs : keywords,
    namespace,
    decorators,
    tree,
    origin,
    ...(tree.decoratorLine === undefined ? {} : { decoratorLine: tree.decoratorLine }),
  };
  if (m.state.because !== undefined) made.because = m.state.because;
  const inner: Scope = {
    kind: "class",
    names: namespace,
    parent: scope.kind === "class" ? scope.parent : scope,
    module: scope.module,
    qualname,
    frame: scope.frame,
  };
  const waiting = plan === null || late === null ? null : waitingBody({ machine: m, owner: made, inner, namespace: late, tree, plan });
  if (waiting !== null && isPlainClass(m, made)) keepWaiting(waiting);
  else {
    namespace.clear();
    lookInto(tree);
    m.run(tree.body, inner);
    if (isAppConf(m, made)) provideDefaults(m, made);
    else applyMetaclass(m, made, origin);
    finishClass(m, made);
  }
  initSubclass(m, made, origin);
  const value = isSpent(m)
    ? unknown(`the body of ${qualname} was not read to its end`, origin)
    : decorators.length === 0
      ? made
      : applyDecorators(m, made, decorators, scope);
  bindName(m, scope, tree.name, { value, origin });
};

/** Does nothing but its body make this class? */
const isPlainClass = (m: Machine, made: ClassValue): boolean => !isMadeByProject(m, made) && !isEnumClass(m, made) && !isAppConf(m, made);

/** `six.with_metaclass(Meta, Base)` stands for its bases and a metaclass; `apps.get_model("app", "Model")` is a label. */
const flattened = (m: Machine, base: Value, keywords: Map<string, Value>): readonly Value[] => {
  if (base.kind === "constant" && typeof base.value === "string") return [findModel(m, base.value) ?? base];
  if (base.kind !== "instance" || base.class.kind !== "external" || base.class.path !== "six.with_metaclass") return [base];
  const [metaclass, ...bases] = base.args;
  if (metaclass !== undefined) keywords.set("metaclass", m.force(metaclass));
  return bases.map((each) => m.force(each));
};

const initSubclass = (m: Machine, made: ClassValue, origin: Origin): void => {
  const order = m.mro(made);
  for (let at = 1; at < order.length; at++) {
    const base = order[at];
    if (base?.kind !== "class") continue;
    const hook = base.namespace.get("__init_subclass__")?.value;
    if (hook === undefined) continue;
    if (hook.kind === "function" && base.catalogued !== true) {
      const kwargs = new Map([...made.keywords].filter(([name]) => name !== "metaclass"));
      m.callFunction(hook, { args: [], kwargs: kwargs.size === 0 ? noKwargs : kwargs, origin }, made);
    }
    return;
  }
};
