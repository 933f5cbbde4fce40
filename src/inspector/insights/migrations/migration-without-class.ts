/** A file in a migrations package that has no class `Migration`: Django refuses to load the migrations of every app. */
import type { InsightRule } from "../rule.ts";

export const migrationWithoutClass: InsightRule = {
  code: "migration-without-class",
  judge: ({ facts }) =>
    facts.unread
      .filter(({ code, file }) => code === "migration-without-class" && !file.startsWith("site-packages:"))
      .filter(({ file }) => !facts.unread.some((other) => other.file === file && other.code === "syntax-error"))
      .map(({ file }) => ({
        severity: "danger",
        title: `${file} is no migration`,
        message: "It has no class Migration, so `migrate`, `makemigrations` and the test runner stop at it.",
        file,
        line: null,
        fix: "Name its class Migration, move the file out of the package, or begin its name with an underscore.",
      })),
};
