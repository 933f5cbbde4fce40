/** Migrations that need each other: Django's loader ends in CircularDependencyError, as soon as it has settled squashes. */
import type { AppMigrations, MigrationFacts } from "../../../contract/shapes/facts.ts";

type Apps = Readonly<Record<string, AppMigrations>>;

interface Node {
  readonly app: string;
  readonly migration: MigrationFacts;
  /** Keys of migrations that come before it. */
  readonly parents: Set<string>;
}

/** Every squash stands for what it replaces, as where none of it is applied or all of it. */
const toHeirs = (nodes: ReadonlyMap<string, Node>): ((key: string) => string) => {
  const squashOf = new Map<string, string>();
  for (const [key, { migration }] of nodes) for (const replaced of migration.replaces ?? []) squashOf.set(replaced, key);
  return (key) => {
    const seen = new Set([key]);
    let heir = key;
    for (let next = squashOf.get(heir); next !== undefined && !seen.has(next); next = squashOf.get(heir)) {
      seen.add(next);
      heir = next;
    }
    return heir;
  };
};

const link = (nodes: ReadonlyMap<string, Node>): void => {
  const heirOf = toHeirs(nodes);
  /** The first or last of an app: the one without a neighbour of its own app on that side. */
  const resolve = (key: string, from: string): string | null => {
    const dot = key.indexOf(".");
    const [app, name] = [key.slice(0, dot), key.slice(dot + 1)];
    if (name !== "__first__" && name !== "__latest__") return heirOf(key);
    if (app === from) return null;
    const own = [...nodes].filter(([other, node]) => node.app === app && heirOf(other) === other).map(([other]) => other);
    const needed = new Set(own.flatMap((other) => nodes.get(other)?.migration.dependencies ?? []).map(heirOf));
    const isRoot = (other: string): boolean =>
      !(nodes.get(other)?.migration.dependencies ?? []).some((parent) => parent.startsWith(`${app}.`) && heirOf(parent) !== other);
    return own.filter((other) => (name === "__first__" ? isRoot(other) : !needed.has(other))).toSorted()[0] ?? null;
  };
  /** The ties among what one squash replaces go; one of them to the squash itself is a circle, for Django too. */
  const tie = (parent: string, parentHeir: string, child: string): void => {
    const childHeir = heirOf(child);
    const isWithin = parentHeir === childHeir && parent !== parentHeir && child !== childHeir;
    if (!isWithin) nodes.get(childHeir)?.parents.add(parentHeir);
  };
  for (const [key, { app, migration }] of nodes) {
    for (const parent of migration.dependencies ?? []) {
      const found = resolve(parent, app);
      if (found !== null) tie(parent, found, key);
    }
    for (const child of migration.run_before ?? []) {
      if (resolve(child, app) !== null) tie(key, heirOf(key), child);
    }
  }
};

/** The migrations of one circle, each needing the next, as `app.name`; null when there is none. */
export const findCycle = (apps: Apps): readonly string[] | null => {
  const nodes = new Map<string, Node>(
    Object.entries(apps).flatMap(([app, { migrations }]) =>
      migrations.map((migration): [string, Node] => [`${app}.${migration.name}`, { app, migration, parents: new Set() }]),
    ),
  );
  link(nodes);
  const done = new Set<string>();
  for (const start of [...nodes.keys()].toSorted()) {
    const path: string[] = [];
    const stack: { readonly key: string; readonly depth: number }[] = [{ key: start, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { key, depth } = next;
      for (const left of path.splice(depth)) done.add(left);
      if (done.has(key)) continue;
      const at = path.indexOf(key);
      if (at !== -1) return path.slice(at);
      path.push(key);
      for (const parent of nodes.get(key)?.parents ?? []) if (nodes.has(parent)) stack.push({ key: parent, depth: depth + 1 });
    }
    for (const left of path) done.add(left);
  }
  return null;
};
