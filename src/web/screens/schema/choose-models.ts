/**
 * What the drawing shows, from all models and the view state: a map of apps, or models with their relations.
 * Abstract models and automatic join tables are no boxes; a join table is the many-to-many edge itself.
 */
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { toList } from "../../data/view-state.ts";
import { findPath } from "./find-path.ts";
import type { SchemaEdge } from "./schema-edge.ts";

export interface SchemaSearch {
  readonly apps?: string | undefined;
  readonly focus?: string | undefined;
  readonly hops?: string | undefined;
  /** With `focus`: the way from there to this model. */
  readonly to?: string | undefined;
  /** Globs over `app.Model`, with commas between: `auth.*,*.Log*`. */
  readonly hide?: string | undefined;
  readonly detail?: string | undefined;
  readonly view?: string | undefined;
}

export interface Choice {
  /** `apps`: too many models to draw at once; the apps are drawn instead. */
  readonly mode: "apps" | "models";
  readonly models: readonly ModelFacts[];
  readonly edges: readonly SchemaEdge[];
  /** A way was asked for and there is none. */
  readonly noPath?: boolean;
}

/** Above this many models nobody can look at all of them: the map of apps comes first. */
export const mostModels = 60;

export const isTable = (model: ModelFacts): boolean => !model.abstract && !model.auto_created;

const toEdges = (models: readonly ModelFacts[]): readonly SchemaEdge[] => {
  const known = new Set(models.map(({ label }) => label));
  return models.flatMap((model) => {
    const edges: SchemaEdge[] = [];
    for (const field of model.fields) {
      const { relation, related_model: target, name } = field;
      if (relation === null || relation === "one_to_many" || target === null || !known.has(target)) continue;
      const kind = relation === "one_to_one" && model.concrete_parents.includes(target) ? "parent" : relation;
      edges.push({ id: `${model.label}.${name}`, source: model.label, target, field: name, kind, onDelete: field.on_delete });
    }
    for (const parent of model.proxy ? model.concrete_parents : []) {
      if (known.has(parent))
        edges.push({ id: `${model.label}:proxy`, source: model.label, target: parent, field: null, kind: "proxy", onDelete: null });
    }
    return edges;
  });
};

/** Labels within `hops` relations of one model, in either direction. */
const neighbours = (focus: string, edges: readonly SchemaEdge[], hops: number): ReadonlySet<string> => {
  const beside = new Map<string, string[]>();
  for (const { source, target } of edges) {
    beside.set(source, [...(beside.get(source) ?? []), target]);
    beside.set(target, [...(beside.get(target) ?? []), source]);
  }
  const reached = new Set([focus]);
  let rim = [focus];
  for (let hop = 0; hop < hops; hop += 1) {
    rim = rim.flatMap((label) => beside.get(label) ?? []).filter((label) => !reached.has(label));
    for (const label of rim) reached.add(label);
  }
  return reached;
};

/** Steps around the focus, 1 to 3. */
export const toHops = (hops: string | undefined): number => Math.min(3, Math.max(1, Number(hops ?? 1) || 1));

const cut = (models: readonly ModelFacts[], edges: readonly SchemaEdge[], labels: ReadonlySet<string>): Choice => ({
  mode: "models",
  models: models.filter(({ label }) => labels.has(label)),
  edges: edges.filter(({ source, target }) => labels.has(source) && labels.has(target)),
});

const alongPath = (models: readonly ModelFacts[], edges: readonly SchemaEdge[], from: string, to: string): Choice => {
  const path = findPath(edges, from, to);
  const labels = new Set([from, to, ...(path ?? []).flatMap(({ source, target }) => [source, target])]);
  return { mode: "models", models: models.filter(({ label }) => labels.has(label)), edges: path ?? [], noPath: path === null };
};

/** `*` is any run of letters, `?` one; a word without a dot or star is an app. */
const toGlobs = (hide: string | undefined): readonly RegExp[] =>
  toList(hide).map((glob) => {
    const whole = /[.*?]/.test(glob) ? glob.trim() : `${glob.trim()}.*`;
    const source = whole
      .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${source}$`, "i");
  });

export const chooseModels = (all: readonly ModelFacts[], search: SchemaSearch): Choice => {
  const hidden = toGlobs(search.hide);
  const models = all.filter((model) => isTable(model) && (model.label === search.focus || !hidden.some((glob) => glob.test(model.label))));
  const edges = toEdges(models);
  const apps = toList(search.apps);
  if (search.focus !== undefined && search.to !== undefined) return alongPath(models, edges, search.focus, search.to);
  if (search.focus !== undefined && models.some(({ label }) => label === search.focus)) {
    const hops = toHops(search.hops);
    const around = cut(models, edges, neighbours(search.focus, edges, hops));
    // One step around a model is about that model: what its neighbours do among themselves would only hide it.
    return hops > 1
      ? around
      : { ...around, edges: around.edges.filter(({ source, target }) => source === search.focus || target === search.focus) };
  }
  if (apps.length > 0) return cut(models, edges, new Set(models.filter(({ app }) => apps.includes(app)).map(({ label }) => label)));
  const own = models.filter((model) => model.first_party);
  const base = own.length === 0 ? models : own;
  if (base.length > mostModels) return { mode: "apps", models, edges };
  const labels = new Set(base.map(({ label }) => label));
  // Installed models that the project points at (the user, say) stand at the rim.
  const pointedAt = edges.filter(({ source }) => labels.has(source)).map(({ target }) => target);
  const withRim = new Set([...labels, ...pointedAt]);
  return cut(models, edges, withRim.size > mostModels ? labels : withRim);
};
