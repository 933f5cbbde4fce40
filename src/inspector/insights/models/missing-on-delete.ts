/** A foreign key that does not say what happens when its target is deleted: the class statement raises, since Django 2.0. */
import type { Finding, InsightRule } from "../rule.ts";
import { withoutOnDelete } from "../../link/models/to-field-facts.ts";

export const missingOnDelete: InsightRule = {
  code: "missing-on-delete",
  judge: ({ facts }) => {
    const version = facts.project.django_version;
    if (version === null || Number(version.split(".")[0]) < 2) return [];
    const found = new Map<string, Finding>();
    for (const model of facts.models.filter((one) => one.first_party))
      for (const { name, file, line, because, ...field } of model.fields) {
        if (because !== withoutOnDelete || file === null || file.startsWith("site-packages:")) continue;
        const place = `${file}:${String(line)}`;
        if (found.has(place)) continue;
        found.set(place, {
          severity: "danger",
          title: `${model.label}.${name} has no on_delete`,
          message: `Python raises a TypeError where it reads this ${field.class ?? "field"}, so the project does not start.`,
          file,
          line,
          fix: "Say what becomes of the row when its target is deleted: `on_delete=models.CASCADE`, `PROTECT`, `SET_NULL` or another.",
        });
      }
    return [...found.values()];
  },
};
