/**
 * Forking: both sides of a test that cannot be decided are run from the same state, and what they leave behind is merged.
 * A side that surely raises is not taken. A name bound on one side alone says so (`because`); two different values become
 * alternatives; a list that differs keeps what both sides have and is open.
 */
import type { Completion, Frame, Machine, Raised } from "../machine.ts";
import type { Alternatives, Binding, DictValue, Namespace, SequenceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { either, equal, interchangeable } from "../values/same.ts";
import { withinFork } from "./budget.ts";
import { copyBinding } from "./copy-binding.ts";
import { shortened } from "./names.ts";
import { dictState, openJournal, sequenceState, setBinding, setDict, setSequence } from "./journal.ts";
import type { DictState, Journal, SequenceState } from "./journal.ts";

interface Side {
  readonly completion: Completion;
  readonly raised: Raised | undefined;
  readonly names: Map<Namespace, Map<string, Binding | undefined>>;
  readonly sequences: Map<SequenceValue, SequenceState>;
  readonly dicts: Map<DictValue, DictState>;
}

const after = (journal: Journal): Pick<Side, "names" | "sequences" | "dicts"> => {
  const names = new Map<Namespace, Map<string, Binding | undefined>>();
  for (const [space, touched] of journal.names) {
    const now = new Map<string, Binding | undefined>();
    for (const name of touched.keys()) now.set(name, space.get(name));
    names.set(space, now);
  }
  const sequences = new Map<SequenceValue, SequenceState>();
  for (const value of journal.sequences.keys()) sequences.set(value, sequenceState(value));
  const dicts = new Map<DictValue, DictState>();
  for (const value of journal.dicts.keys()) dicts.set(value, dictState(value));
  return { names, sequences, dicts };
};

const restore = (journal: Journal): void => {
  const quiet = { journal: undefined };
  for (const [space, touched] of journal.names) for (const [name, binding] of touched) setBinding(quiet, space, name, binding);
  for (const [value, state] of journal.sequences) setSequence(quiet, value, state);
  for (const [value, state] of journal.dicts) setDict(quiet, value, state);
};

const runSide = (m: Machine, side: () => Completion, because: string): Side => {
  const { state } = m;
  const outerJournal = state.journal;
  const outerBecause = state.because;
  const journal = openJournal();
  state.journal = journal;
  state.because = outerBecause ?? because;
  const completion = side();
  const { raised } = state;
  state.raised = undefined;
  state.because = outerBecause;
  const left = after(journal);
  restore(journal);
  state.journal = outerJournal;
  return { completion, raised, ...left };
};

const take = (m: Machine, side: Side): Completion => {
  for (const [space, touched] of side.names) for (const [name, binding] of touched) setBinding(m.state, space, name, binding);
  for (const [value, state] of side.sequences) setSequence(m.state, value, state);
  for (const [value, state] of side.dicts) setDict(m.state, value, state);
  m.state.raised = side.raised;
  return side.completion;
};

const mergeBinding = (a: Binding | undefined, b: Binding | undefined, because: string): Binding | undefined => {
  if (a === b) return a;
  if (a === undefined || b === undefined) {
    const only = a ?? b;
    return only === undefined ? undefined : { ...copyBinding(only), because: only.because ?? because };
  }
  const origins = shortened([...a.origins, ...b.origins.filter((origin) => !a.origins.includes(origin))]);
  const merged: Binding = { value: either(a.value, b.value, because), origins };
  const inferred = a.inferred ?? b.inferred;
  if (inferred !== undefined) merged.inferred = inferred;
  const assumed = a.because ?? b.because;
  if (assumed !== undefined) merged.because = assumed;
  return merged;
};

/** Longest common subsequence, and what is on one side alone. */
const common = (a: readonly Value[], b: readonly Value[]): { shared: Value[]; rest: Value[] } => {
  let start = 0;
  const shared: Value[] = [];
  const match = (x: Value | undefined, y: Value | undefined): boolean => x !== undefined && y !== undefined && interchangeable(x, y);
  for (const item of a) {
    if (!match(item, b[start])) break;
    shared.push(item);
    start++;
  }
  let endA = a.length;
  let endB = b.length;
  const tail: Value[] = [];
  while (endA > start && endB > start && match(a[endA - 1], b[endB - 1])) {
    endA--;
    endB--;
    const item = a[endA];
    if (item !== undefined) tail.unshift(item);
  }
  const middleB = b.slice(start, endB);
  const rest: Value[] = [];
  let from = 0;
  for (const item of a.slice(start, endA)) {
    const found = middleB.findIndex((other, index) => index >= from && interchangeable(other, item));
    if (found < 0) rest.push(item);
    else {
      rest.push(...middleB.slice(from, found));
      shared.push(item);
      from = found + 1;
    }
  }
  rest.push(...middleB.slice(from));
  return { shared: [...shared, ...tail], rest };
};

const mergeSequence = (a: SequenceState, b: SequenceState, because: string): SequenceState => {
  const { shared, rest } = common(a.items, b.items);
  if (rest.length === 0 && a.open === b.open) return { items: a.items, open: a.open, maybe: a.maybe ?? b.maybe };
  const maybe = [...(a.maybe ?? []), ...(b.maybe ?? []).filter((item) => !a.maybe?.includes(item)), ...rest];
  return { items: shared, open: a.open ?? b.open ?? because, maybe: maybe.length === 0 ? undefined : maybe };
};

const mergeDict = (a: DictState, b: DictState, because: string): DictState => {
  const entries: { key: Value; value: Value }[] = [];
  let open = a.open ?? b.open;
  for (const entry of a.entries) {
    const other = b.entries.find((each) => equal(each.key, entry.key) === true);
    if (other === undefined) open ??= because;
    else entries.push(entry.value === other.value ? entry : { key: entry.key, value: either(entry.value, other.value, because) });
  }
  if (entries.length < b.entries.length) open ??= because;
  return { entries, open };
};

const merge = (m: Machine, a: Side, b: Side, because: string): void => {
  const spaces = new Set([...a.names.keys(), ...b.names.keys()]);
  for (const space of spaces) {
    const inA = a.names.get(space);
    const inB = b.names.get(space);
    const names = new Set([...(inA?.keys() ?? []), ...(inB?.keys() ?? [])]);
    for (const name of names) {
      const left = inA?.has(name) === true ? inA.get(name) : space.get(name);
      const right = inB?.has(name) === true ? inB.get(name) : space.get(name);
      setBinding(m.state, space, name, mergeBinding(left, right, because));
    }
  }
  for (const value of new Set([...a.sequences.keys(), ...b.sequences.keys()])) {
    const now = sequenceState(value);
    setSequence(m.state, value, mergeSequence(a.sequences.get(value) ?? now, b.sequences.get(value) ?? now, because));
  }
  for (const value of new Set([...a.dicts.keys(), ...b.dicts.keys()])) {
    const now = dictState(value);
    setDict(m.state, value, mergeDict(a.dicts.get(value) ?? now, b.dicts.get(value) ?? now, because));
  }
};

const raises = (side: Side): boolean => side.completion?.kind === "raise" || side.raised !== undefined;

/** How a fork ended; `restDone`: the rest of the block was run with it. */
export interface Forked {
  readonly completion: Completion;
  readonly restDone: boolean;
}

export interface Fork {
  readonly because: string;
  readonly sides: readonly [() => Completion, () => Completion];
  /** Keeps what a side may have returned while the other goes on. */
  readonly frame?: Frame | undefined;
  /** The rest of the block: run under the side that goes on when the other jumps (`continue`, `break`). */
  readonly rest?: () => Completion;
}

const jumps = (side: Side): boolean => side.completion?.kind === "continue" || side.completion?.kind === "break";

/** Does something to the one of the options that it is, whichever that may be. */
export const toOneOf = (m: Machine, { options, because }: Alternatives, deed: (option: Value) => void): void => {
  const from = (at: number): void => {
    const option = options[at];
    if (option === undefined) return;
    if (at === options.length - 1) deed(option);
    else fork(m, { because, sides: [ended(() => deed(option)), ended(() => from(at + 1))] });
  };
  from(0);
};

const ended = (deed: () => void) => (): Completion => {
  deed();
  return undefined;
};

/** Runs both sides and leaves their merged state; the completion is that of the side that goes on. */
export const fork = (m: Machine, given: Fork): Forked => withinFork(m, () => runFork(m, given));

const runFork = (m: Machine, { because, sides, frame, rest }: Fork): Forked => {
  const a = runSide(m, sides[0], because);
  const b = runSide(m, sides[1], because);
  if (raises(a)) return { completion: take(m, b), restDone: false };
  if (raises(b)) return { completion: take(m, a), restDone: false };
  const returnA = a.completion?.kind === "return" ? a.completion.value : undefined;
  const returnB = b.completion?.kind === "return" ? b.completion.value : undefined;
  if (returnA !== undefined && returnB !== undefined) {
    merge(m, a, b, because);
    return { completion: { kind: "return", value: either(returnA, returnB, because) }, restDone: true };
  }
  if (returnA !== undefined || returnB !== undefined) {
    frame?.maybeReturned.push(returnA ?? returnB ?? unknown(because));
    return { completion: take(m, returnA === undefined ? a : b), restDone: false };
  }
  if (jumps(a) !== jumps(b) && rest !== undefined) {
    const jump = jumps(a) ? a : b;
    const other = jumps(a) ? b : a;
    const whole = runSide(
      m,
      () => {
        take(m, other);
        return rest();
      },
      because,
    );
    if (whole.completion?.kind === "return") frame?.maybeReturned.push(whole.completion.value);
    merge(m, jump, whole, because);
    return { completion: undefined, restDone: true };
  }
  merge(m, a, b, because);
  return { completion: jumps(a) && jumps(b) ? a.completion : undefined, restDone: false };
};
