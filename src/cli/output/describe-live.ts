/** Source and life for a terminal: what disagrees first, then what was compared. */
import type { Disagreement, LiveReport } from "../../contract/shapes/live.ts";
import { toTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { counted } from "./words.ts";

type Paint = Terminal["paint"];

const describeOne = ({ section, subject, property, source, live, cause, file, line }: Disagreement, paint: Paint): readonly string[] => {
  const what = property === null ? subject : `${subject} ${property}`;
  const words =
    live === null
      ? "is in the source, and not in the running project"
      : source === null
        ? "is in the running project, and not in the source"
        : `${source} in the source, ${live} in the running project`;
  return [
    `${paint("yellow", section)} ${paint("bold", what)}: ${words}`,
    ...(cause === null ? [] : [`    ${cause}`]),
    ...(file === null ? [] : [`    ${paint("dim", line === null ? file : `${file}:${line}`)}`]),
  ];
};

export const describeLive = (report: LiveReport, paint: Paint): string => {
  const { disagreements, disagreement_count: count, sections, untold } = report;
  const rows = sections.map(({ section, agree, differ, told }) => [section, String(agree), String(differ), String(told)]);
  const columns = [
    { head: "PART" },
    { head: "AGREE", align: "right" as const },
    { head: "DIFFER", align: "right" as const },
    { head: "ONLY LIFE KNEW", align: "right" as const },
  ];
  const left = count - disagreements.length;
  return [
    `Django ${report.django_version ?? "unknown"}, Python ${report.python_version ?? "unknown"}, ${report.settings_module ?? "no settings module"}`,
    toTable(columns, rows, (text) => paint("dim", text)),
    ...disagreements.flatMap((each) => describeOne(each, paint)),
    ...(left > 0 ? [`${counted(left, "more disagreement")} not listed.`] : []),
    ...untold.map(({ section, message }) => `${paint("yellow", "not told")} ${section}: ${message}`),
    count === 0 ? paint("green", "Source and life agree.") : paint("yellow", `${counted(count, "disagreement")}.`),
  ].join("\n");
};
