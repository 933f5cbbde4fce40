/**
 * Class bodies that perhaps nobody looks at: of views, forms, tables and serializers a scan asks little more than their
 * bases. Where a body only binds names, one statement each, a statement is run when its name is first read. To whoever
 * looks, the names stand in the namespace from the beginning, in the order of the body.
 *
 * It must give what running the body at once gives. So nothing is deferred that has an effect, an order or a reader of
 * its own: other statements, enums, metaclasses, bodies under a test, in a `try` or in the settings, and bodies that read
 * a module's name which is bound more than once or may be by a star import below.
 */
import type { Machine, Scope } from "../machine.ts";
import type { ClassTree, ModuleTree, Statement } from "../../python/tree.ts";
import type { Binding, Namespace, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { claim } from "../objects/finish-class.ts";
import { withinModule } from "../state/budget.ts";
import { beginStatement, endStatement } from "../state/deferred-names.ts";
import { watchDeeds } from "../state/deeds.ts";
import { lookInto, wasLookedInto } from "../state/class-bodies.ts";
import { treeOf } from "../state/module-trees.ts";
import { openReadings, readBy, refuseRevision, type Bodies } from "../state/readings.ts";
import { namesReadBy } from "./names-read.ts";
import { lastStarLine, reboundNames } from "./rebound-names.ts";
import { letGo, type WaitingBody } from "./waiting-body.ts";

const annotations = "__annotations__";

/** Null when the body does more than bind names. Annotations of several statements are one name's. */
const planOf = (tree: ClassTree): Bodies | null => {
  const plan = new Map<string, Statement[]>();
  for (const given of tree.body) {
    let statement = given;
    if (given.kind === "assign" && given.annotation !== undefined) {
      const { line, targets, value, annotation } = given;
      if (targets[0]?.kind !== "name") return null;
      const annotated = plan.get(annotations);
      if (annotated === undefined) plan.set(annotations, [{ kind: "assign", line, targets, annotation }]);
      else annotated.push({ kind: "assign", line, targets, annotation });
      if (value === undefined) continue;
      statement = { kind: "assign", line, targets, value };
    }
    if (statement.kind === "pass") continue;
    if (statement.kind === "expression") {
      if (statement.value.kind !== "string" && statement.value.kind !== "ellipsis") return null;
      continue;
    }
    const name = boundName(statement);
    if (name === null || name === annotations) return null;
    const earlier = plan.get(name);
    if (earlier === undefined) plan.set(name, [statement]);
    /** Getter and setter of a property. */
    else if (statement.kind === "function" && earlier.every((one) => one.kind === "function")) earlier.push(statement);
    else return null;
  }
  return plan;
};

const boundName = (statement: Statement): string | null => {
  if (statement.kind === "function" || statement.kind === "class") return statement.name;
  if (statement.kind !== "assign" || statement.value === undefined) return null;
  const target = statement.targets[0];
  return statement.targets.length === 1 && target?.kind === "name" ? target.name : null;
};

const plans = new WeakMap<ClassTree, { readonly plan: Bodies | null; reads: ReadonlySet<string> | undefined }>();

const readsRebound = (whole: ModuleTree | undefined, tree: ClassTree, known: { reads: ReadonlySet<string> | undefined }): boolean => {
  if (whole === undefined || lastStarLine(whole) > tree.line) return true;
  const rebound = reboundNames(whole);
  if (rebound.size === 0) return false;
  known.reads ??= namesReadBy(tree.body);
  for (const name of known.reads) if (rebound.has(name)) return true;
  return false;
};

const isQuiet = (m: Machine, scope: Scope): boolean => {
  const { state } = m;
  return (
    scope.kind === "module" &&
    scope.outer === undefined &&
    state.journal === undefined &&
    state.because === undefined &&
    state.assumed === undefined &&
    state.settingsDepth === 0 &&
    state.handlers.length === 0
  );
};

/** What of a class's body binds which name, to be run when read; null when the body is to be run at once. */
export const planBody = (m: Machine, tree: ClassTree, scope: Scope): Bodies | null => {
  if (!isQuiet(m, scope)) return null;
  return planIn(treeOf(scope.module), tree);
};

const planIn = (whole: ModuleTree | undefined, tree: ClassTree): Bodies | null => {
  let known = plans.get(tree);
  if (known === undefined) {
    known = { plan: planOf(tree), reads: undefined };
    plans.set(tree, known);
  }
  return known.plan === null || readsRebound(whole, tree, known) ? null : known.plan;
};

/** What binds which name of a class's body, when it may wait for somebody to read them; else null. */
export const waitingPlan = (whole: ModuleTree, tree: ClassTree): Bodies | null => planIn(whole, tree);

/** The names of such a body, in order. */
export const waitingNames = (whole: ModuleTree, tree: ClassTree): readonly string[] | null => {
  const plan = planIn(whole, tree);
  return plan === null ? null : [...plan.keys()];
};

export const waitingBody = (given: Omit<WaitingBody, "lasting" | "bindAgain">): WaitingBody => {
  const body: WaitingBody = { ...given, lasting: new Set(), bindAgain: (names) => bindAgain(body, names) };
  return body;
};

/** What was bound stays, but for `names` and for what still waits: it may wait for another place in the body. */
const bindAgain = (body: WaitingBody, names: ReadonlySet<string>): void => {
  body.namespace.revise(
    body.plan,
    (into) => bindDeferred(body, into),
    (name, binding) => !names.has(name) && !(binding instanceof DeferredBinding),
  );
};

/** Binds the names of the body, each to be run when its value is read. */
export const bindDeferred = (body: WaitingBody, names: Namespace): void => {
  const { tree, plan } = body;
  if (!wasLookedInto(tree)) refuseRevision(`the body of ${body.owner.qualname} is looked into`, body.inner.module.file);
  lookInto(tree);
  const order = [...plan.keys()];
  let at = 0;
  for (const [name, statements] of plan) {
    names.set(name, new DeferredBinding({ name, statements, at, order, body }));
    at += 1;
  }
  if (openReadings() === undefined) letGo(body);
};

interface Deferred {
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly at: number;
  readonly order: readonly string[];
  readonly body: WaitingBody;
}

/** Runs its statements when its value is first read, and lets them go. */
class DeferredBinding implements Binding {
  origins: Origin[];
  because?: string;
  inferred?: string;
  private known: Value | undefined = undefined;
  private waiting: Deferred | undefined;

  constructor(waiting: Deferred) {
    const line = waiting.statements.at(waiting.name === annotations ? 0 : -1)?.line ?? 0;
    this.origins = [{ file: waiting.body.inner.module.file, line }];
    this.waiting = waiting;
  }

  get value(): Value {
    return this.known ?? this.make();
  }

  set value(next: Value) {
    this.known = next;
    this.waiting = undefined;
  }

  private make(): Value {
    const { waiting } = this;
    const [origin] = this.origins;
    if (waiting === undefined) return unknown("a name was not bound", origin);
    this.waiting = undefined;
    this.known = unknown(`${waiting.name} is made of itself`, origin);
    const made = watched(waiting, () => runApart(waiting, this));
    if (made === undefined) {
      this.known = unknown(`${waiting.name} was not bound`, origin);
      return this.known;
    }
    this.known = made.value;
    this.origins = made.origins;
    if (made.inferred !== undefined) this.inferred = made.inferred;
    return this.known;
  }
}

/** Runs them as reader of what they read, and notes whether they did more than bind the name. */
const watched = ({ name, body }: Deferred, run: () => Binding | undefined): Binding | undefined =>
  openReadings() === undefined
    ? run()
    : readBy({ kind: "name", body, name }, () =>
        watchDeeds(run, (isLasting) => {
          if (isLasting) body.lasting.add(name);
        }),
      );

/** Runs the statements as if they were all of the module at that time; gives the binding that they made. */
const runApart = ({ name, statements, at, order, body }: Deferred, own: Binding): Binding | undefined => {
  const { machine: m, inner, owner } = body;
  const { state } = m;
  const { journal, because, taint, assumed, envRead, raised, settingsDepth } = state;
  const handlers = state.handlers.splice(0);
  state.journal = undefined;
  state.because = undefined;
  state.taint = undefined;
  state.assumed = undefined;
  state.envRead = undefined;
  state.raised = undefined;
  state.settingsDepth = 0;
  const before = beginStatement({ names: inner.names, at, order, own });
  try {
    withinModule(m, inner.module.file, () => m.run(statements, inner));
  } catch (error) {
    /** JavaScript's own stack may end here as in a module. */
    if (!(error instanceof RangeError)) throw error;
    refuseRevision("JavaScript's stack is at its end");
  } finally {
    endStatement(before);
    state.journal = journal;
    state.because = because;
    state.taint = taint;
    state.assumed = assumed;
    state.envRead = envRead;
    state.raised = raised;
    state.settingsDepth = settingsDepth;
    state.handlers.push(...handlers);
  }
  const made = inner.names.get(name);
  if (made === undefined || made === own) return undefined;
  claim(made.value, owner);
  return made;
};
