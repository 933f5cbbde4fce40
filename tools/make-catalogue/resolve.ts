/** Follows a name through imports, star imports and re-exports to the module that defines it. */
import type { Expression } from "../../src/inspector/python/tree.ts";
import type { Bound, Library, LibraryModule } from "./library.ts";

/** `external`: not in the library; known by its dotted path. */
export type Found =
  | { readonly kind: "module"; readonly module: LibraryModule }
  | { readonly kind: "bound"; readonly module: LibraryModule; readonly qualname: string; readonly bound: Bound }
  | { readonly kind: "external"; readonly path: string };

const own = (library: Library, module: LibraryModule, name: string, seen: Set<string>): Found | undefined => {
  const key = `${module.name}:${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const bound = module.table.own.get(name);
  if (bound?.kind === "import") return follow(library, bound, seen);
  if (bound !== undefined) return { kind: "bound", module, qualname: name, bound };
  for (const star of module.table.stars) {
    const from = library.module(star);
    const found = from === undefined || name.startsWith("_") ? undefined : own(library, from, name, seen);
    if (found !== undefined) return found;
  }
  const submodule = module.isPackage ? library.module(`${module.name}.${name}`) : undefined;
  return submodule === undefined ? undefined : { kind: "module", module: submodule };
};

const follow = (library: Library, bound: Extract<Bound, { kind: "import" }>, seen: Set<string>): Found => {
  const path = bound.name === undefined ? bound.module : `${bound.module}.${bound.name}`;
  const module = library.module(bound.module);
  if (module === undefined) return { kind: "external", path };
  if (bound.name === undefined) return { kind: "module", module };
  return own(library, module, bound.name, seen) ?? { kind: "external", path };
};

/** What a module binds to a name. */
export const findName = (library: Library, module: LibraryModule, name: string): Found | undefined => own(library, module, name, new Set());

/** What an import statement names. */
export const findImport = (library: Library, bound: Extract<Bound, { kind: "import" }>): Found => follow(library, bound, new Set());

/** A base as it is written: a name, a generic one, or a manager class made of a queryset, which counts as the manager's. */
const findBase = (library: Library, module: LibraryModule, value: Expression): Found | undefined => {
  if (value.kind === "name") return findName(library, module, value.name);
  if (value.kind === "subscript") return findBase(library, module, value.value);
  if (value.kind === "call")
    return value.callee.kind === "attribute" && value.callee.name === "from_queryset"
      ? findBase(library, module, value.callee.value)
      : undefined;
  if (value.kind !== "attribute") return undefined;
  const of = findBase(library, module, value.value);
  return of === undefined ? undefined : findAttribute(library, of, value.name);
};

/** An attribute of what was found: of a module, or along the bases of a class. */
export const findAttribute = (library: Library, found: Found, name: string): Found | undefined => {
  if (found.kind === "external") return { kind: "external", path: `${found.path}.${name}` };
  if (found.kind === "module") {
    return findName(library, found.module, name) ?? { kind: "external", path: `${found.module.name}.${name}` };
  }
  const { bound, module, qualname } = found;
  if (bound.kind !== "class") return undefined;
  const inner = bound.names.own.get(name);
  if (inner?.kind === "import") return findImport(library, inner);
  if (inner !== undefined) return { kind: "bound", module, qualname: `${qualname}.${name}`, bound: inner };
  for (const { value } of bound.tree.bases) {
    const base = findBase(library, module, value);
    const along = base?.kind === "bound" ? findAttribute(library, base, name) : undefined;
    if (along !== undefined) return along;
  }
  return undefined;
};
