import type { Binding, Namespace } from "../value.ts";
import { noteReading, openReadings, type Reader, type ReadersByName } from "./readings.ts";

/** Stand for a name in what is written down of readers: the list of names, and all that they are bound to. */
export const listOfNames = "\0names";
export const wholeBody = "\0all";

/**
 * A namespace whose first names are known and whose bindings are made when one of them is first asked for, all at once
 * and in order: for all that can be seen from outside they are there from the beginning. Of most classes nothing is ever
 * asked but names that they do not have.
 */
export class LateNamespace implements Namespace {
  private names: ReadonlyMap<string, unknown> | undefined;
  private fill: ((names: Namespace) => void) | undefined;
  private made: Map<string, Binding> | undefined = undefined;
  private readers: ReadersByName | undefined = undefined;
  /** Set when code outside the body bound or took away one of its names. */
  isChangedOutside = false;

  /** `fill` binds exactly the keys of `names`, in their order. */
  constructor(names: ReadonlyMap<string, unknown>, fill: (names: Namespace) => void) {
    this.names = names;
    this.fill = fill;
  }

  private complete(): Map<string, Binding> {
    if (this.made !== undefined) return this.made;
    const made = new Map<string, Binding>();
    this.made = made;
    this.names = undefined;
    const { fill } = this;
    this.fill = undefined;
    fill?.(made);
    return made;
  }

  private note(name: string): void {
    const readings = openReadings();
    if (readings !== undefined) noteReading((this.readers ??= new Map()), name, readings);
  }

  readersOf(name: string): Iterable<Reader> {
    return this.readers?.get(name) ?? [];
  }

  /**
   * Another body: its names, in order, and who binds them; bindings that `keeps` are those of before. Readers of before stay
   * written down.
   */
  revise(names: ReadonlyMap<string, unknown>, fill: (names: Namespace) => void, keeps: (name: string, binding: Binding) => boolean): void {
    const { made } = this;
    if (made === undefined) {
      this.names = names;
      this.fill = fill;
      return;
    }
    const next = new Map<string, Binding>();
    fill(next);
    for (const name of next.keys()) {
      const binding = made.get(name);
      if (binding !== undefined && keeps(name, binding)) next.set(name, binding);
    }
    this.made = next;
  }

  get(name: string): Binding | undefined {
    this.note(name);
    if (this.names !== undefined && !this.names.has(name)) return undefined;
    return this.complete().get(name);
  }

  has(name: string): boolean {
    this.note(name);
    return this.names === undefined ? this.complete().has(name) : this.names.has(name);
  }

  get size(): number {
    this.note(listOfNames);
    return this.names === undefined ? this.complete().size : this.names.size;
  }

  set(name: string, binding: Binding): this {
    this.complete().set(name, binding);
    return this;
  }

  delete(name: string): boolean {
    return this.complete().delete(name);
  }

  /** Also forgets what was to be bound. */
  clear(): void {
    this.made = new Map();
    this.names = undefined;
    this.fill = undefined;
  }

  keys(): MapIterator<string> {
    this.note(listOfNames);
    return this.names === undefined ? this.complete().keys() : this.names.keys();
  }

  values(): MapIterator<Binding> {
    this.note(wholeBody);
    return this.complete().values();
  }

  entries(): MapIterator<[string, Binding]> {
    this.note(wholeBody);
    return this.complete().entries();
  }

  [Symbol.iterator](): MapIterator<[string, Binding]> {
    this.note(wholeBody);
    return this.complete()[Symbol.iterator]();
  }

  forEach(visit: (binding: Binding, name: string, names: ReadonlyMap<string, Binding>) => void): void {
    this.note(wholeBody);
    for (const [name, binding] of this.complete()) visit(binding, name, this);
  }
}
