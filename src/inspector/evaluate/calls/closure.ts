import { FewEntries } from "../../../kit/few-entries.ts";
import type { Scope } from "../machine.ts";
import { Attributes } from "../state/attributes.ts";
import type { ClassValue, Namespace, Value } from "../value.ts";

/** What a function of the project closes over, and the values of its defaults. */
export class Closure {
  readonly defaults = new FewEntries<Value>();
  /** Attributes set on the function: `save.alters_data = True`. */
  readonly attributes: Namespace = new Attributes();
  readonly scope: Scope | undefined;
  /** Where it was defined: a class scope makes it a method. */
  readonly definedIn: Scope;
  owner: ClassValue | undefined;

  constructor(scope: Scope | undefined, definedIn: Scope) {
    this.scope = scope;
    this.definedIn = definedIn;
  }
}
