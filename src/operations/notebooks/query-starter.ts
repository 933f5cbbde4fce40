import type { FieldFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import { asCode, code, python, text, type Draft } from "./cells.ts";

const mostModels = 8;
const identifier = /^[A-Za-z_]\w*$/;

const toVariable = (model: ModelFacts): string =>
  identifier.test(model.name) ? model.name : `Model_${model.label.replaceAll(/\W/g, "_")}`;
const list = (names: readonly string[]): string => names.map(python).join(", ");

const isMoment = (field: FieldFacts): boolean => field.class === "DateTimeField" || field.class === "DateField";
const isOwn = (field: FieldFacts): boolean => field.relation === null && field.primary_key !== true;

/** Queries on one model, with its real relations. */
const toQueries = (model: ModelFacts): Draft => {
  const name = toVariable(model);
  const forward = model.fields
    .filter(({ relation }) => relation === "many_to_one" || relation === "one_to_one")
    .map(({ name: field }) => field);
  const many = model.fields.filter(({ relation }) => relation === "many_to_many").map(({ name: field }) => field);
  const back = model.reverse.find(({ hidden, query_name: query }) => !hidden && query !== null);
  const shown = model.fields.filter(isOwn).slice(0, 4);
  const moment = model.fields.find(isMoment);
  const chosen = model.fields.find(({ choices }) => (choices ?? 0) > 0);
  const related = `${forward.length === 0 ? "" : `.select_related(${list(forward.slice(0, 3))})`}${many.length === 0 ? "" : `.prefetch_related(${list(many.slice(0, 2))})`}`;
  const all = `${name}._default_manager`;
  const queries = [`${all}.all()${related}.order_by("-pk")[:5]`];
  if (shown.length > 0) queries.push(`${all}.values("pk", ${list(shown.map((field) => field.name))})[:5]`);
  if (chosen !== undefined) queries.push(`${all}.order_by().values(${python(chosen.name)}).annotate(n=Count("pk")).order_by("-n")`);
  if (back?.query_name != null)
    queries.push(`${all}.annotate(n=Count(${python(back.query_name)})).order_by("-n").values_list("pk", "n")[:5]`);
  if (moment !== undefined) queries.push(`[${all}.aggregate(first=Min(${python(moment.name)}), last=Max(${python(moment.name)}))]`);
  const lines = [`${name} = apps.get_model(${python(model.label)})`, "", ...queries.map((query) => `show(lambda: ${query})`)];
  return code(...lines);
};

/** Each model's queries, the best connected first. */
export const toQueryStarter = (models: readonly ModelFacts[]): readonly Draft[] => {
  const tables = models.filter(({ abstract, auto_created: automatic }) => !abstract && !automatic);
  const weight = (model: ModelFacts): number => model.reverse.length * 2 + model.fields.filter(({ relation }) => relation !== null).length;
  const chosen = [...tables].sort((a, b) => weight(b) - weight(a) || (a.label < b.label ? -1 : 1)).slice(0, mostModels);
  return [
    text(
      "## Queries to begin with",
      tables.length === 0
        ? "No model of the project's own was found."
        : `The ${chosen.length} best connected of ${tables.length} models, with the relations that they really have. Each cell runs as it is, and is meant to be changed.`,
    ),
    code(
      "from django.db import DatabaseError",
      "from django.db.models import Count, Max, Min",
      "",
      "def show(query):",
      '    """Prints what a query finds; a table or column that waits for a migration is said and no more."""',
      "    try:",
      "        for row in query():",
      "            print(row)",
      "    except DatabaseError as error:",
      "        print(f'{type(error).__name__}: {error}')",
      "    print()",
    ),
    ...chosen.flatMap((model) => [text(`### ${asCode(model.label)}`), toQueries(model)]),
  ];
};
