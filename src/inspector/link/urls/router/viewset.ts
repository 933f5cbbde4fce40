/** What a router asks of a viewset: which actions it has, its extra actions, how it looks an object up. */
import { lookInto } from "../../../evaluate/state/class-bodies.ts";
import type { ClassValue, Evaluator, InstanceValue, Value } from "../../../evaluate/value.ts";

/** Actions that REST framework's own classes bring, where their code is not here. */
const known: Readonly<Record<string, readonly string[]>> = {
  CreateModelMixin: ["create"],
  ListModelMixin: ["list"],
  RetrieveModelMixin: ["retrieve"],
  UpdateModelMixin: ["update", "partial_update"],
  DestroyModelMixin: ["destroy"],
  ReadOnlyModelViewSet: ["list", "retrieve"],
  ModelViewSet: ["list", "create", "retrieve", "update", "partial_update", "destroy"],
  GenericViewSet: [],
  ViewSet: [],
  ViewSetMixin: [],
  GenericAPIView: [],
  APIView: [],
  View: [],
  object: [],
};

/** Does the viewset have this method? `unknown` when a base is not here that might bring it. */
export const hasAction = (evaluator: Evaluator, viewset: ClassValue, action: string): boolean | "unknown" => {
  let isUnknown = false;
  for (const base of evaluator.mro(viewset)) {
    if (base.kind === "class") {
      const binding = base.namespace.get(action);
      if (binding !== undefined) return true;
      continue;
    }
    const actions = base.kind === "external" ? known[base.path.slice(base.path.lastIndexOf(".") + 1)] : undefined;
    if (base.kind === "external" && actions !== undefined) {
      if (actions.includes(action)) return true;
    } else isUnknown = true;
  }
  return isUnknown ? "unknown" : false;
};

export interface ExtraAction {
  readonly name: string;
  readonly detail: boolean;
  readonly urlPath: string;
  readonly urlName: string;
  readonly methods: readonly string[];
}

const text = (evaluator: Evaluator, value: Value | undefined): string | null | undefined => {
  if (value === undefined) return undefined;
  const plain = evaluator.toPlain(value);
  return typeof plain === "string" || plain === null ? plain : undefined;
};

const readAction = (evaluator: Evaluator, name: string, decorator: InstanceValue): ExtraAction | null => {
  const path = evaluator.pathOf(decorator.class) ?? "";
  const kind = /(?:^|\.)(action|detail_route|list_route)$/.exec(path)?.[1];
  if (kind === undefined) return null;
  const argument = (key: string, at: number): Value | undefined => decorator.kwargs.get(key) ?? decorator.args[at];
  const detail =
    kind === "action"
      ? evaluator.toPlain(argument("detail", 1) ?? evaluator.force({ kind: "unknown", because: "" }))
      : kind === "detail_route";
  if (typeof detail !== "boolean") return null;
  const urlPath = text(evaluator, argument("url_path", 2));
  const urlName = text(evaluator, argument("url_name", 3));
  const methods = argument("methods", 0);
  const listed = methods === undefined ? ["get"] : evaluator.toPlain(methods);
  return {
    name,
    detail,
    urlPath: urlPath ?? name,
    urlName: urlName ?? name.replaceAll("_", "-"),
    methods: Array.isArray(listed) ? listed.filter((method) => typeof method === "string").map((method) => method.toUpperCase()) : ["GET"],
  };
};

export interface ExtraActions {
  readonly actions: readonly ExtraAction[];
  /** Classes whose `get_extra_actions()` may leave out actions of theirs. */
  readonly choosers: readonly ClassValue[];
}

/** Classes of the project that decide by code which of their extra actions there are. */
const choosersOf = (evaluator: Evaluator, viewset: ClassValue): readonly ClassValue[] =>
  evaluator
    .mro(viewset)
    .flatMap((base) =>
      base.kind === "class" && base.namespace.has("get_extra_actions") && !base.module.startsWith("rest_framework.") ? [base] : [],
    );

/** What a class's own body marks. Viewsets share their bases. */
const marked = new WeakMap<ClassValue, readonly ExtraAction[]>();

const markedIn = (evaluator: Evaluator, base: ClassValue): readonly ExtraAction[] => {
  let actions = marked.get(base);
  if (actions === undefined) {
    actions = [...base.namespace].flatMap(([name, binding]) => {
      const value = evaluator.force(binding.value);
      if (value.kind !== "function") return [];
      return value.decorators.flatMap((decorator) => {
        const forced = evaluator.force(decorator);
        return (forced.kind === "instance" ? readAction(evaluator, name, forced) : null) ?? [];
      });
    });
    marked.set(base, actions);
  }
  return actions;
};

/** Methods that `@action` marks, by Python's order of resolution; without those of a class that chooses among its own. */
export const extraActions = (evaluator: Evaluator, viewset: ClassValue): ExtraActions => {
  const actions: ExtraAction[] = [];
  const choosers = choosersOf(evaluator, viewset);
  const uncertain = new Set(choosers.flatMap((chooser) => evaluator.mro(chooser)));
  const before: ClassValue[] = [];
  for (const base of evaluator.mro(viewset)) {
    if (base.kind !== "class") continue;
    if (!uncertain.has(base))
      for (const action of markedIn(evaluator, base)) if (!before.some(({ namespace }) => namespace.has(action.name))) actions.push(action);
    before.push(base);
  }
  return { actions, choosers };
};

export type TextAttribute = { readonly kind: "text"; readonly text: string } | { readonly kind: "absent" | "unknown" };

/** A text attribute of the viewset; None counts as absent. */
export const textAttribute = (evaluator: Evaluator, viewset: ClassValue, name: string): TextAttribute => {
  for (const base of evaluator.mro(viewset)) {
    const binding = base.kind === "class" ? base.namespace.get(name) : undefined;
    if (binding === undefined) continue;
    const value = text(evaluator, evaluator.force(binding.value));
    if (typeof value === "string") return { kind: "text", text: value };
    return { kind: value === null ? "absent" : "unknown" };
  }
  return { kind: "absent" };
};

/** Name of the model of `queryset = Model.objects…`: by the value, else by what the statement begins with. */
export const querysetModel = (evaluator: Evaluator, viewset: ClassValue): string | null => {
  for (const base of evaluator.mro(viewset)) {
    const binding = base.kind === "class" ? base.namespace.get("queryset") : undefined;
    if (base.kind !== "class" || binding === undefined) continue;
    return modelBehind(evaluator, evaluator.force(binding.value), 0) ?? modelWritten(evaluator, base);
  }
  return null;
};

/** The object whose method or attribute gave the value. */
const behind = (value: Value): Value | undefined => {
  if (value.kind === "instance") return value.receiver ?? (value.class.kind === "external" ? value.class.of : undefined);
  if (value.kind === "external") return value.of;
  return value.kind === "method" ? value.self : undefined;
};

const modelBehind = (evaluator: Evaluator, value: Value, depth: number): string | null => {
  const forced = evaluator.force(value);
  // `BaseManager.from_queryset(…)()` leads to the manager's class, which is no model.
  if (forced.kind === "class") return isQuerysetClass(evaluator, forced) ? null : forced.name;
  const given = forced.kind === "instance" ? forced.kwargs.get("model") : undefined;
  if (given !== undefined) return modelBehind(evaluator, given, depth + 1);
  const before = behind(forced);
  return before === undefined || depth > 20 ? null : modelBehind(evaluator, before, depth + 1);
};

const isQuerysetClass = (evaluator: Evaluator, value: ClassValue): boolean =>
  evaluator.isSubclass(value, "django.db.models.query.QuerySet") === true ||
  evaluator.isSubclass(value, "django.db.models.manager.BaseManager") === true;

/** A manager of a project's own class does not know its model; `Model.objects.filter(…)` still begins with its name. */
const modelWritten = (evaluator: Evaluator, owner: ClassValue): string | null => {
  if (owner.tree !== undefined) lookInto(owner.tree);
  const written = owner.tree?.body.findLast(
    (statement) => statement.kind === "assign" && statement.targets.some((target) => target.kind === "name" && target.name === "queryset"),
  );
  if (written?.kind !== "assign" || written.value === undefined) return null;
  const names: string[] = [];
  for (let at = written.value; ;) {
    if (at.kind === "call") at = at.callee;
    else if (at.kind === "subscript") at = at.value;
    else if (at.kind === "attribute") {
      names.unshift(at.name);
      at = at.value;
    } else {
      if (at.kind !== "name") return null;
      names.unshift(at.name);
      break;
    }
  }
  let value: Value = evaluator.importModule(owner.module);
  for (const name of names) {
    value = evaluator.attribute(value, name);
    if (value.kind === "class") return isQuerysetClass(evaluator, value) ? null : value.name;
    // `get_user_model()` and `get_model()` evaluate to the label.
    if (value.kind === "constant" && typeof value.value === "string") return value.value.split(".")[1] ?? null;
    if (value.kind !== "module") return null;
  }
  return null;
};
