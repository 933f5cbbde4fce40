/** A slice of a project for a terminal: what it holds, what points at it, where it lies, whether it loads. */
import type { FixtureReport } from "../../contract/shapes/fixture.ts";
import { toTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { counted } from "./words.ts";

type Paint = Terminal["paint"];

const describePlan = ({ plan }: FixtureReport, paint: Paint): readonly string[] => {
  if (plan === null) return [];
  const rows = plan.models.map(({ model, rows: count, via, fields }) => [
    model,
    String(count),
    via.map(({ relation }) => (relation === "" ? "chosen" : relation)).join(", "),
    fields.map(({ field }) => field).join(", "),
  ]);
  const columns = [{ head: "MODEL" }, { head: "ROWS", align: "right" as const }, { head: "THROUGH" }, { head: "ANONYMISED" }];
  const pointing = plan.pointing.map(
    ({ model, field, to, rows: count }) => `  ${counted(count, "row")} of ${model} (${field}) point at ${to}`,
  );
  return [
    toTable(columns, rows, (text) => paint("dim", text)),
    `${counted(plan.rows, "row")} of ${counted(plan.models.length, "model")} in all.`,
    ...(pointing.length === 0 ? [] : ["Left out; --reverse MODEL brings them along:", ...pointing]),
    ...plan.notes,
  ];
};

const describeFile = ({ file, check }: FixtureReport, paint: Paint): readonly string[] => [
  ...(file === null ? [] : [paint("bold", file.path), `${counted(file.rows, "row")}, ${counted(file.bytes, "byte")}`]),
  ...(check === null
    ? []
    : [
        check.status === "passed"
          ? `Loads into a fresh database (tables by ${check.made_by ?? "nothing"}); all rows were found again.`
          : `Does not load into a fresh database.`,
        ...(check.message === "" ? [] : [check.message]),
      ]),
];

export const describeFixture = (report: FixtureReport, paint: Paint): string =>
  [...describePlan(report, paint), ...describeFile(report, paint)].join("\n");
