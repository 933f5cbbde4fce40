/** Gives classes of a kept evaluation other statements, and makes all waiting again that was made of what they bound. */
import type { ClassTree, Statement } from "../../python/tree.ts";
import { lookInto, wasLookedInto } from "../state/class-bodies.ts";
import { listOfNames, wholeBody } from "../state/late-namespace.ts";
import { NotFollowed, type Bodies, type Reader, type Readings, type WaitingBody } from "../state/readings.ts";

export interface RevisedBody {
  readonly body: WaitingBody;
  /** Its statements of before stand in it as the same nodes. */
  readonly tree: ClassTree;
  readonly plan: Bodies;
}

/** What has to be made again besides statements of bodies. */
export interface StaleReaders {
  readonly models: ReadonlySet<unknown>;
  readonly drifts: ReadonlySet<string>;
}

/** A statement with an annotation is planned as two. */
const isSameStatement = (before: Statement | undefined, after: Statement): boolean =>
  before === after ||
  (before?.kind === "assign" &&
    after.kind === "assign" &&
    before.targets === after.targets &&
    before.value === after.value &&
    before.annotation === after.annotation);

const changedNames = (before: Bodies, after: Bodies): ReadonlySet<string> => {
  const isSame = (name: string): boolean => {
    const [old, next] = [before.get(name), after.get(name)];
    return old !== undefined && next?.length === old.length && next.every((statement, at) => isSameStatement(old[at], statement));
  };
  return new Set([...before.keys(), ...after.keys()].filter((name) => !isSame(name)));
};

interface Spreading {
  readonly readings: Readings;
  /** Names whose statements are to be run again. */
  readonly names: Map<WaitingBody, Set<string>>;
  readonly models: Set<unknown>;
  readonly drifts: Set<string>;
}

const reach = (spreading: Spreading, reader: Reader): void => {
  const { readings, models, drifts } = spreading;
  switch (reader.kind) {
    case "always":
      return;
    case "phase":
      throw new NotFollowed("a changed name was read by what is made once");
    case "drift":
      drifts.add(reader.name);
      return;
    case "model":
      if (models.has(reader.class)) return;
      if (readings.lastingModels.has(reader.class)) throw new NotFollowed("a model cannot be prepared twice");
      models.add(reader.class);
      for (const user of readings.models.get(reader.class) ?? []) reach(spreading, user);
      return;
    case "name":
      reachName(spreading, reader.body, reader.name);
  }
};

const refuseChanged = ({ namespace, owner }: WaitingBody): void => {
  if (namespace.isChangedOutside) throw new NotFollowed(`other code changed ${owner.qualname}`);
};

const reachName = (spreading: Spreading, body: WaitingBody, name: string): void => {
  const known = spreading.names.get(body) ?? new Set();
  spreading.names.set(body, known);
  if (known.has(name)) return;
  known.add(name);
  if (body.lasting.has(name)) throw new NotFollowed(`the statements of ${name} do more than bind it`);
  refuseChanged(body);
  for (const key of [name, wholeBody]) for (const reader of body.namespace.readersOf(key)) reach(spreading, reader);
};

const orderOf = (plan: Bodies): string => [...plan.keys()].join(" ");

/** Throws `NotFollowed` where what is made once was made of it. */
export const reviseBodies = (readings: Readings, revised: readonly RevisedBody[]): StaleReaders => {
  const spreading: Spreading = { readings, names: new Map(), models: new Set(), drifts: new Set() };
  for (const { body, plan } of revised) {
    refuseChanged(body);
    for (const name of changedNames(body.plan, plan)) reachName(spreading, body, name);
    if (orderOf(body.plan) !== orderOf(plan)) for (const reader of body.namespace.readersOf(listOfNames)) reach(spreading, reader);
  }
  for (const { body, tree, plan } of revised) {
    if (wasLookedInto(body.tree)) lookInto(tree);
    readings.bodies.delete(body.tree);
    readings.bodies.set(tree, body);
    body.tree = tree;
    body.owner.tree = tree;
    body.plan = plan;
    if (!spreading.names.has(body)) spreading.names.set(body, new Set());
  }
  for (const [body, names] of spreading.names) body.bindAgain(names);
  return { models: spreading.models, drifts: spreading.drifts };
};
