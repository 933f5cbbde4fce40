/** Facts after lines of some files have moved: every place in those files gets its new line, all else stays the same object. */
import type { Facts, InsightFacts, MigrationsFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import type { LineMap } from "./match-trees.ts";

/** File as facts show it → its lines. */
export type Moves = ReadonlyMap<string, LineMap>;

export type LinkedFacts = Omit<Facts, "insights" | "timing">;

interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

interface Moving {
  readonly moves: Moves;
  /** A fact points at a line of which nothing is known. */
  isLost: boolean;
}

/** Null when it cannot be told where a fact points now: at a line that no node stood at, or by words of a message. */
export const moveLines = (facts: LinkedFacts, moves: Moves): LinkedFacts | null => moveBy(facts, moves, moveAll);

/** The same of models that were made again; `drift` names lines in words alone. */
export const moveModels = (
  { models, drift }: { readonly models: readonly ModelFacts[]; readonly drift: object },
  moves: Moves,
): readonly ModelFacts[] | null =>
  moveBy({ models, drift }, moves, (it, moving) => ({ ...it, models: it.models.map((model) => moveModel(moving, model)) }))?.models ?? null;

/** The same of what the facts were judged to be: a rule sees lines as places only. */
export const moveFindings = (findings: readonly InsightFacts[], moves: Moves): readonly InsightFacts[] | null =>
  moveBy(findings, moves, (all, moving) => all.map((finding) => movePlace(moving, finding)));

const moveBy = <T extends object>(it: T, moves: Moves, move: (it: T, moving: Moving) => T): T | null => {
  const apart = new Map([...moves].filter(([, lines]) => [...lines].some(([before, after]) => before !== after)));
  if (apart.size === 0) return it;
  if (namesMovedLine(it, apart)) return null;
  const moving: Moving = { moves: apart, isLost: false };
  const moved = move(it, moving);
  return moving.isLost ? null : moved;
};

const lineIn = (moving: Moving, file: string | null, line: number | null): number | null => {
  const lines = file === null || line === null ? undefined : moving.moves.get(file);
  if (lines === undefined || line === null) return line;
  const to = lines.get(line);
  moving.isLost ||= to === undefined;
  return to ?? line;
};

const movePlace = <T extends Place>(moving: Moving, it: T): T => {
  const line = lineIn(moving, it.file, it.line);
  return line === it.line ? it : { ...it, line };
};

/** The same array when every item stays the same. */
const each = <T>(items: T[], change: (item: T) => T): T[] => {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? items : changed;
};

const moveMigrations = (moving: Moving, facts: MigrationsFacts): MigrationsFacts => {
  let hasMoved = false;
  const apps = Object.entries(facts.apps).map(([label, app]) => {
    const migrations = each(app.migrations, (migration) => {
      if (migration.operations === null || !moving.moves.has(migration.file)) return migration;
      const operations = each(migration.operations, (operation) => {
        const line = lineIn(moving, migration.file, operation.line);
        return line === operation.line ? operation : { ...operation, line };
      });
      return operations === migration.operations ? migration : { ...migration, operations };
    });
    hasMoved ||= migrations !== app.migrations;
    return [label, migrations === app.migrations ? app : { ...app, migrations }] as const;
  });
  return hasMoved ? { ...facts, apps: Object.fromEntries(apps) } : facts;
};

const moveModel = (moving: Moving, model: ModelFacts): ModelFacts => {
  const fields = each(model.fields, (field) => movePlace(moving, field));
  return movePlace(moving, fields === model.fields ? model : { ...model, fields });
};

const moveAll = (facts: LinkedFacts, moving: Moving): LinkedFacts => {
  const values = each(facts.settings.values, (value) => {
    const origin = each(value.origin, (one) => movePlace(moving, one));
    return origin === value.origin ? value : { ...value, origin };
  });
  return {
    ...facts,
    apps: each(facts.apps, (app) => movePlace(moving, app)),
    models: each(facts.models, (model) => moveModel(moving, model)),
    migrations: moveMigrations(moving, facts.migrations),
    urls: each(facts.urls, (url) => movePlace(moving, url)),
    settings: values === facts.settings.values ? facts.settings : { ...facts.settings, values },
    unread: each(facts.unread, (entry) => movePlace(moving, entry)),
  };
};

/** `line 12` and `models.py:12`; a line that stands between those of an earlier scan is no whole number. */
const lineInWords = /(?:\bline |:)(\d+(?:\.\d+)?)/g;

/** Lines that messages name in words, of whatever file. */
const namedLines = (part: unknown, into: Set<number>): void => {
  if (typeof part === "string") {
    if (!part.includes(":") && !part.includes("line ")) return;
    for (const [, line] of part.matchAll(lineInWords)) into.add(Number(line)).add(Math.trunc(Number(line)));
  } else if (Array.isArray(part)) for (const inner of part) namedLines(inner, into);
  else if (typeof part === "object" && part !== null) for (const inner of Object.values(part)) namedLines(inner, into);
};

/** By section: most stay the same object from scan to scan. */
const named = new WeakMap<object, ReadonlySet<number>>();

const namedIn = (section: object): ReadonlySet<number> => {
  const known = named.get(section);
  if (known !== undefined) return known;
  const lines = new Set<number>();
  namedLines(section, lines);
  named.set(section, lines);
  return lines;
};

const namesMovedLine = (facts: object, moves: Moves): boolean =>
  Object.values(facts).some(
    (section: unknown) =>
      typeof section === "object" &&
      section !== null &&
      [...namedIn(section)].some((line) => [...moves.values()].some((lines) => lines.has(line) && lines.get(line) !== line)),
  );
