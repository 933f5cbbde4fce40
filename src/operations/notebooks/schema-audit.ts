import type { FieldFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import { asCode, code, plain, python, table, text, type Draft } from "./cells.ts";

interface Remark {
  readonly model: string;
  readonly field: string;
  readonly remark: string;
}

const textTypes = new Set(["CharField", "TextField", "SlugField", "EmailField", "URLField"]);

const remarksOn = (model: ModelFacts, field: FieldFacts): readonly Remark[] => {
  const say = (remark: string): Remark => ({ model: model.label, field: field.name, remark });
  const remarks: Remark[] = [];
  if (field.null === true && field.unique !== true && textTypes.has(field.class ?? ""))
    remarks.push(say("text that may be NULL: two values for nothing"));
  if (field.on_delete === "CASCADE" && field.null === true) remarks.push(say("optional, yet deletes along (CASCADE)"));
  if (field.relation === "many_to_one" && field.accessor === null) remarks.push(say("no way back (related_name ends in +)"));
  if (field.on_delete === "DO_NOTHING") remarks.push(say("DO_NOTHING leaves it to the database"));
  return remarks;
};

/** What the models look like, what is worth a second look, and how full the tables are. */
export const toSchemaAudit = (models: readonly ModelFacts[]): readonly Draft[] => {
  const tables = models.filter(({ proxy, abstract, auto_created: automatic }) => !proxy && !abstract && !automatic);
  const remarks = tables.flatMap((model) => model.fields.flatMap((field) => remarksOn(model, field)));
  const unordered = tables.filter(({ ordering }) => ordering !== null && ordering.length === 0).map(({ label }) => label);
  return [
    text(
      "## The models",
      tables.length === 0
        ? "No model of the project's own was found."
        : table(
            ["Model", "Table", "Fields", "Relations", "Pointed at by"],
            tables.map((model) => [
              asCode(model.label),
              model.db_table === null ? "?" : asCode(model.db_table),
              String(model.fields.length),
              String(model.fields.filter(({ relation }) => relation !== null).length),
              String(model.reverse.filter(({ hidden }) => !hidden).length),
            ]),
          ),
    ),
    text(
      "## Worth a second look",
      remarks.length === 0
        ? "Nothing by these rules."
        : table(
            ["Model", "Field", "Why"],
            remarks.map(({ model, field, remark }) => [asCode(model), asCode(field), plain(remark)]),
          ),
      ...(unordered.length === 0
        ? []
        : [`Without an ordering of their own, pages of these are cut anew each time: ${unordered.map(asCode).join(", ")}.`]),
    ),
    text("## How full the tables are"),
    code(
      `LABELS = [${tables.map(({ label }) => python(label)).join(", ")}]`,
      "",
      "def count(label):",
      "    try:",
      "        return apps.get_model(label)._base_manager.count()",
      "    except Exception as error:  # a table that is not there, a database that does not answer",
      "        return f'{type(error).__name__}: {error}'",
      "",
      "rows = {label: count(label) for label in LABELS}",
      "for label, number in sorted(rows.items(), key=lambda item: item[1] if isinstance(item[1], int) else -1, reverse=True):",
      "    print(f'{label:<48}{number:>12}' if isinstance(number, int) else f'{label:<48}{number}')",
    ),
    text("## Columns that are never, or always, filled"),
    code(
      "from django.db import DatabaseError",
      "from django.db.models import Count, Q",
      "",
      "for label in LABELS:",
      "    model, total = apps.get_model(label), rows[label]",
      "    if not isinstance(total, int) or total == 0:",
      "        continue",
      "    optional = [field for field in model._meta.concrete_fields if field.null]",
      "    if not optional:",
      "        continue",
      "    try:",
      "        filled = model._base_manager.aggregate(**{f'n_{field.attname}': Count('pk', filter=Q(**{f'{field.name}__isnull': False})) for field in optional})",
      "    except DatabaseError as error:",
      "        print(f'{label}: {error}')",
      "        continue",
      "    for field in optional:",
      "        share = filled[f'n_{field.attname}'] / total",
      "        if share in (0, 1):",
      "            print(f\"{label}.{field.name}: {'always' if share else 'never'} filled ({total} rows)\")",
    ),
  ];
};
