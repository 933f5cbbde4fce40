/**
 * A map that is filled once and mostly holds one to three entries: those stand in the object itself, at half the memory
 * of a `Map`. Order and meaning are `Map`'s.
 */
export class FewEntries<V> implements ReadonlyMap<string, V> {
  private key0: string | undefined = undefined;
  private value0: V | undefined = undefined;
  private key1: string | undefined = undefined;
  private value1: V | undefined = undefined;
  private key2: string | undefined = undefined;
  private value2: V | undefined = undefined;
  /** All entries, once there are more than three. */
  private all: Map<string, V> | undefined = undefined;

  set(key: string, value: V): this {
    if (this.all !== undefined) this.all.set(key, value);
    else if (this.key0 === undefined || this.key0 === key) {
      this.key0 = key;
      this.value0 = value;
    } else if (this.key1 === undefined || this.key1 === key) {
      this.key1 = key;
      this.value1 = value;
    } else if (this.key2 === undefined || this.key2 === key) {
      this.key2 = key;
      this.value2 = value;
    } else {
      this.all = new Map(this.listed()).set(key, value);
      this.key0 = this.key1 = this.key2 = undefined;
      this.value0 = this.value1 = this.value2 = undefined;
    }
    return this;
  }

  get(key: string): V | undefined {
    if (key === this.key0) return this.value0;
    if (key === this.key1) return this.value1;
    if (key === this.key2) return this.value2;
    return this.all?.get(key);
  }

  has(key: string): boolean {
    return key === this.key0 || key === this.key1 || key === this.key2 || this.all?.has(key) === true;
  }

  get size(): number {
    if (this.all !== undefined) return this.all.size;
    return this.key0 === undefined ? 0 : this.key1 === undefined ? 1 : this.key2 === undefined ? 2 : 3;
  }

  private listed(): Map<string, V> {
    const all = this.all ?? new Map<string, V>();
    const add = (key: string | undefined, value: V | undefined): void => {
      if (key !== undefined && value !== undefined) all.set(key, value);
    };
    add(this.key0, this.value0);
    add(this.key1, this.value1);
    add(this.key2, this.value2);
    return all;
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.listed()) visit(value, key, this);
  }

  entries(): MapIterator<[string, V]> {
    return this.listed().entries();
  }

  keys(): MapIterator<string> {
    return this.listed().keys();
  }

  values(): MapIterator<V> {
    return this.listed().values();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.listed()[Symbol.iterator]();
  }
}
