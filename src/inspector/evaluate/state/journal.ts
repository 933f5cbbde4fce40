/**
 * The journal: what a branch that may not be taken has changed, so that it can be undone and both branches merged.
 *
 * While a journal is open every change of a namespace, list or dict is written down at first touch. Without one a change
 * costs nothing. Lists and dicts are replaced, never edited, so that their earlier contents survive by reference.
 */
import { mostItems, tooManyItems } from "../values/bounded.ts";
import { noteChange } from "./deeds.ts";
import { isBoundByStatement } from "./deferred-names.ts";
import { LateNamespace } from "./late-namespace.ts";
import type { Binding, DictValue, Namespace, SequenceValue, Value } from "../value.ts";

export interface SequenceState {
  readonly items: Value[];
  readonly open: string | undefined;
  readonly maybe: Value[] | undefined;
}
export interface DictState {
  readonly entries: DictValue["entries"];
  readonly open: string | undefined;
}

export interface Journal {
  readonly names: Map<Namespace, Map<string, Binding | undefined>>;
  readonly sequences: Map<SequenceValue, SequenceState>;
  readonly dicts: Map<DictValue, DictState>;
  /** Namespaces of calls that began under this journal: nobody sees them once it is closed, so they are not written down. */
  readonly fresh: WeakSet<Namespace>;
}

export const openJournal = (): Journal => ({ names: new Map(), sequences: new Map(), dicts: new Map(), fresh: new WeakSet() });

export const sequenceState = (value: SequenceValue): SequenceState => ({ items: value.items, open: value.open, maybe: value.maybe });
export const dictState = (value: DictValue): DictState => ({ entries: value.entries, open: value.open });

interface Holder {
  journal: Journal | undefined;
}

export const setBinding = (holder: Holder, names: Namespace, name: string, binding: Binding | undefined): void => {
  if (!(names instanceof LateNamespace)) noteChange(names);
  else if (!isBoundByStatement(names, name)) {
    names.isChangedOutside = true;
    noteChange(names);
  }
  setLocal(holder, names, name, binding);
};

/** The same of a name in the running call alone. */
export const setLocal = (holder: Holder, names: Namespace, name: string, binding: Binding | undefined): void => {
  const { journal } = holder;
  if (journal !== undefined && !journal.fresh.has(names)) {
    let touched = journal.names.get(names);
    if (touched === undefined) {
      touched = new Map();
      journal.names.set(names, touched);
    }
    if (!touched.has(name)) touched.set(name, names.get(name));
  }
  if (binding === undefined) names.delete(name);
  else names.set(name, binding);
};

export const setSequence = (holder: Holder, target: SequenceValue, next: SequenceState): void => {
  const { journal } = holder;
  noteChange(target);
  if (journal !== undefined && !journal.sequences.has(target)) journal.sequences.set(target, sequenceState(target));
  const isTooLong = next.items.length > mostItems;
  target.items = isTooLong ? next.items.slice(0, mostItems) : next.items;
  const open = next.open ?? (isTooLong ? tooManyItems : undefined);
  if (open === undefined) delete target.open;
  else target.open = open;
  if (next.maybe === undefined) delete target.maybe;
  else target.maybe = next.maybe;
};

export const setDict = (holder: Holder, target: DictValue, next: DictState): void => {
  const { journal } = holder;
  noteChange(target);
  if (journal !== undefined && !journal.dicts.has(target)) journal.dicts.set(target, dictState(target));
  target.entries = next.entries;
  if (next.open === undefined) delete target.open;
  else target.open = next.open;
};

/** Replaces the items of a list or set; what was open stays open. */
export const setItems = (holder: Holder, target: SequenceValue, items: Value[]): void =>
  setSequence(holder, target, { items, open: target.open, maybe: target.maybe });

/** Adds to the end: in place when no journal is open, so that long loops stay linear. */
export const pushItem = (holder: Holder, target: SequenceValue, item: Value): void => {
  if (holder.journal === undefined) {
    noteChange(target);
    target.items.push(item);
  } else setItems(holder, target, [...target.items, item]);
};

/** The same for several. */
export const pushItems = (holder: Holder, target: SequenceValue, items: readonly Value[]): void => {
  if (holder.journal === undefined && target.items.length + items.length <= mostItems) {
    noteChange(target);
    for (const item of items) target.items.push(item);
  } else setItems(holder, target, [...target.items, ...items]);
};

export const setEntries = (holder: Holder, target: DictValue, entries: DictValue["entries"]): void =>
  setDict(holder, target, { entries, open: target.open });
