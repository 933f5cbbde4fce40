import type { Binding } from "../value.ts";

/**
 * A namespace whose first names are known and whose bindings are made when one of them is first asked for, all at once
 * and in order: for all that can be seen from outside they are there from the beginning. Of most classes nothing is ever
 * asked but names that they do not have.
 */
export class LateNamespace extends Map<string, Binding> {
  readonly #names: ReadonlyMap<string, unknown>;
  #fill: ((names: Map<string, Binding>) => void) | undefined;

  /** `fill` binds exactly the keys of `names`, in their order. */
  constructor(names: ReadonlyMap<string, unknown>, fill: (names: Map<string, Binding>) => void) {
    super();
    this.#names = names;
    this.#fill = fill;
  }

  #complete(): void {
    const fill = this.#fill;
    if (fill === undefined) return;
    this.#fill = undefined;
    fill(this);
  }

  override get(name: string): Binding | undefined {
    if (this.#fill !== undefined) {
      if (!this.#names.has(name)) return undefined;
      this.#complete();
    }
    return super.get(name);
  }

  override has(name: string): boolean {
    return this.#fill === undefined ? super.has(name) : this.#names.has(name);
  }

  override get size(): number {
    return this.#fill === undefined ? super.size : this.#names.size;
  }

  override set(name: string, binding: Binding): this {
    this.#complete();
    return super.set(name, binding);
  }

  override delete(name: string): boolean {
    this.#complete();
    return super.delete(name);
  }

  /** Also forgets what was to be bound. */
  override clear(): void {
    this.#fill = undefined;
    super.clear();
  }

  override keys(): MapIterator<string> {
    return this.#fill === undefined ? super.keys() : this.#names.keys();
  }

  override values(): MapIterator<Binding> {
    this.#complete();
    return super.values();
  }

  override entries(): MapIterator<[string, Binding]> {
    this.#complete();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, Binding]> {
    this.#complete();
    return super[Symbol.iterator]();
  }

  override forEach(visit: (binding: Binding, name: string, names: Map<string, Binding>) => void): void {
    this.#complete();
    super.forEach(visit);
  }
}
