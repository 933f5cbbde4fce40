/**
 * The graph of `django.db.migrations.loader`: which migrations are in force once squashes are settled, and which are
 * leaves. A squash replaces what it names when all of that is applied or none of it is; else it is itself left out.
 */
import { keyText, type LinkedAppMigrations, type LinkedMigration, type MigrationKey } from "./migration.ts";

interface Node {
  readonly migration: LinkedMigration;
  readonly parents: Set<string>;
  readonly children: Set<string>;
}

export interface MigrationGraph {
  /** `app.name` of each migration in force. */
  readonly keys: ReadonlySet<string>;
  /** Applied, squashes counted as applied when all they replace is. */
  readonly applied: ReadonlySet<string>;
  /** Names of the leaves of an app, sorted; null when some dependency in it is not known. */
  leaves(app: string): readonly string[] | null;
  /** Migrations in force, each after those that it depends on: the order in which Django applies them. */
  order(): readonly LinkedMigration[];
}

const link = (nodes: Map<string, Node>, parent: string, child: string): void => {
  if (parent === child) return;
  nodes.get(parent)?.children.add(child);
  nodes.get(child)?.parents.add(parent);
};

/** Takes the nodes out and ties their outside neighbours to `heir`. */
const dissolve = (nodes: Map<string, Node>, gone: readonly string[], heir: string): void => {
  const set = new Set(gone);
  for (const key of gone) {
    const node = nodes.get(key);
    if (node === undefined || key === heir) continue;
    nodes.delete(key);
    for (const child of node.children) {
      nodes.get(child)?.parents.delete(key);
      if (!set.has(child) && child !== heir) link(nodes, heir, child);
    }
    for (const parent of node.parents) {
      nodes.get(parent)?.children.delete(key);
      if (!set.has(parent) && parent !== heir) link(nodes, parent, heir);
    }
  }
};

/** Leaves the replaced in and ties the squash's children to the latest of them. */
const withdraw = (nodes: Map<string, Node>, squash: string, replaced: readonly string[]): void => {
  const node = nodes.get(squash);
  nodes.delete(squash);
  if (node === undefined) return;
  const present = replaced.filter((key) => nodes.has(key));
  const last = present.filter((key) => ![...(nodes.get(key)?.children ?? [])].some((child) => present.includes(child)));
  for (const child of node.children) {
    nodes.get(child)?.parents.delete(squash);
    for (const key of last) link(nodes, key, child);
  }
  for (const parent of node.parents) nodes.get(parent)?.children.delete(squash);
};

const isSpecial = (other: MigrationKey): boolean => other.name === "__first__" || other.name === "__latest__";

/** The roots or the leaves of an app. */
const endsOf = (nodes: ReadonlyMap<string, Node>, app: string, side: "parents" | "children"): readonly string[] =>
  [...nodes]
    .filter(([, node]) => node.migration.app === app && ![...node[side]].some((key) => nodes.get(key)?.migration.app === app))
    .map(([key]) => key)
    .sort();

/** `app.__first__` and `app.__latest__` stand for the first root or leaf; they never tie migrations of one app. */
const tieSpecial = (nodes: Map<string, Node>): void => {
  const known = new Map<string, string | undefined>();
  const resolve = ({ app, name }: MigrationKey): string | undefined => {
    const asked = `${app}.${name}`;
    if (!known.has(asked)) known.set(asked, endsOf(nodes, app, name === "__first__" ? "parents" : "children")[0]);
    return known.get(asked);
  };
  for (const [key, { migration }] of nodes)
    for (const parent of migration.dependencies ?? []) {
      const target = isSpecial(parent) && parent.app !== migration.app ? resolve(parent) : undefined;
      if (target !== undefined) link(nodes, target, key);
    }
};

/** Depth first from every leaf, parents in the order of their names (`MigrationGraph.iterative_dfs`). */
const inOrder = (nodes: ReadonlyMap<string, Node>): readonly LinkedMigration[] => {
  const opened = new Set<string>();
  const ordered: LinkedMigration[] = [];
  const stack: { readonly key: string; readonly isDone: boolean }[] = [];
  for (const key of [...nodes.keys()].sort().reverse()) stack.push({ key, isDone: false });
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { key, isDone } = next;
    const node = nodes.get(key);
    if (node === undefined) continue;
    if (isDone) ordered.push(node.migration);
    if (isDone || opened.has(key)) continue;
    opened.add(key);
    stack.push({ key, isDone: true });
    for (const parent of [...node.parents].sort()) if (!opened.has(parent)) stack.push({ key: parent, isDone: false });
  }
  return ordered;
};

/** What a squash replaces may be gone from disk while others still depend on it: the squash stands for it. */
const stands = (nodes: ReadonlyMap<string, Node>, squashes: readonly LinkedMigration[]): ((key: string) => string) => {
  const heirs = new Map(squashes.flatMap((squash) => (squash.replaces ?? []).map((key) => [keyText(key), keyText(squash)] as const)));
  return (asked) => {
    let key = asked;
    for (let left = heirs.size; !nodes.has(key) && left > 0; left--) key = heirs.get(key) ?? key;
    return key;
  };
};

const tie = (nodes: Map<string, Node>, migration: LinkedMigration, standIn: (key: string) => string): void => {
  const key = keyText(migration);
  for (const parent of migration.dependencies ?? []) if (!isSpecial(parent)) link(nodes, standIn(keyText(parent)), key);
  for (const child of migration.runBefore ?? []) if (!isSpecial(child)) link(nodes, key, standIn(keyText(child)));
};

/** `applied`: rows of `django_migrations` as `app.name`; empty for the graph that `makemigrations` looks at. */
export const createMigrationGraph = (apps: readonly LinkedAppMigrations[], rows: ReadonlySet<string>): MigrationGraph => {
  const all = apps.flatMap((app) => app.migrations);
  const nodes = new Map<string, Node>(all.map((migration) => [keyText(migration), { migration, parents: new Set(), children: new Set() }]));
  const squashes = all.filter((migration) => (migration.replaces ?? []).length > 0);
  const standIn = stands(nodes, squashes);
  for (const migration of all) tie(nodes, migration, standIn);
  const applied = new Set(rows);
  const unknownApps = new Set(
    all.filter((migration) => migration.dependencies === null || migration.replaces === null).map(({ app }) => app),
  );
  const settle = (squash: LinkedMigration): void => {
    const key = keyText(squash);
    const replaced = (squash.replaces ?? []).map(keyText);
    const done = replaced.filter((other) => applied.has(other));
    if (done.length === replaced.length) applied.add(key);
    else applied.delete(key);
    if (done.length === replaced.length || done.length === 0) dissolve(nodes, replaced, key);
    else withdraw(nodes, key, replaced);
  };
  for (const squash of innermostFirst(squashes)) settle(squash);
  return {
    keys: new Set(nodes.keys()),
    applied,
    leaves: (app) =>
      unknownApps.has(app)
        ? null
        : [...nodes.values()]
            .filter(
              ({ migration, children }) => migration.app === app && ![...children].some((child) => nodes.get(child)?.migration.app === app),
            )
            .map(({ migration }) => migration.name)
            .sort(),
    order: () => {
      tieSpecial(nodes);
      return inOrder(nodes);
    },
  };
};

/** A squash of squashes is settled after those it replaces. */
const innermostFirst = (squashes: readonly LinkedMigration[]): readonly LinkedMigration[] => {
  const byKey = new Map(squashes.map((squash) => [keyText(squash), squash]));
  const ordered = new Set<LinkedMigration>();
  const visiting = new Set<string>();
  const visit = (squash: LinkedMigration): void => {
    const key = keyText(squash);
    if (ordered.has(squash) || visiting.has(key)) return;
    visiting.add(key);
    for (const replaced of squash.replaces ?? []) {
      const inner = byKey.get(keyText(replaced));
      if (inner !== undefined) visit(inner);
    }
    ordered.add(squash);
  };
  for (const squash of squashes) visit(squash);
  return [...ordered];
};
