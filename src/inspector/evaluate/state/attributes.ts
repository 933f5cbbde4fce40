import type { Binding, Namespace } from "../value.ts";
import { noteBirth } from "./deeds.ts";

const none: ReadonlyMap<string, Binding> = new Map();

/** The attributes of an instance, of which most have none: a map that is made when the first is set. */
export class Attributes implements Namespace {
  private made: Map<string, Binding> | undefined = undefined;

  constructor() {
    noteBirth(this);
  }

  get(name: string): Binding | undefined {
    return this.made?.get(name);
  }

  has(name: string): boolean {
    return this.made?.has(name) === true;
  }

  get size(): number {
    return this.made?.size ?? 0;
  }

  set(name: string, binding: Binding): this {
    (this.made ??= new Map()).set(name, binding);
    return this;
  }

  delete(name: string): boolean {
    return this.made?.delete(name) === true;
  }

  clear(): void {
    this.made = undefined;
  }

  keys(): MapIterator<string> {
    return (this.made ?? none).keys();
  }

  values(): MapIterator<Binding> {
    return (this.made ?? none).values();
  }

  entries(): MapIterator<[string, Binding]> {
    return (this.made ?? none).entries();
  }

  [Symbol.iterator](): MapIterator<[string, Binding]> {
    return (this.made ?? none)[Symbol.iterator]();
  }

  forEach(visit: (binding: Binding, name: string, names: ReadonlyMap<string, Binding>) => void): void {
    for (const [name, binding] of this) visit(binding, name, this);
  }
}
