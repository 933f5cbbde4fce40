import type { Binding, Namespace } from "../value.ts";

/**
 * A namespace whose first names are known and whose bindings are made when one of them is first asked for, all at once
 * and in order: for all that can be seen from outside they are there from the beginning. Of most classes nothing is ever
 * asked but names that they do not have.
 */
export class LateNamespace implements Namespace {
  private names: ReadonlyMap<string, unknown> | undefined;
  private fill: ((names: Namespace) => void) | undefined;
  private made: Map<string, Binding> | undefined = undefined;

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

  get(name: string): Binding | undefined {
    if (this.names !== undefined && !this.names.has(name)) return undefined;
    return this.complete().get(name);
  }

  has(name: string): boolean {
    return this.names === undefined ? this.complete().has(name) : this.names.has(name);
  }

  get size(): number {
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
    return this.names === undefined ? this.complete().keys() : this.names.keys();
  }

  values(): MapIterator<Binding> {
    return this.complete().values();
  }

  entries(): MapIterator<[string, Binding]> {
    return this.complete().entries();
  }

  [Symbol.iterator](): MapIterator<[string, Binding]> {
    return this.complete()[Symbol.iterator]();
  }

  forEach(visit: (binding: Binding, name: string, names: ReadonlyMap<string, Binding>) => void): void {
    for (const [name, binding] of this.complete()) visit(binding, name, this);
  }
}
