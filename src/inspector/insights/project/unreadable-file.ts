/** A file of the project that Python would refuse: importing it fails. */
import type { InsightRule } from "../rule.ts";

const codes: ReadonlySet<string> = new Set(["syntax-error", "not-text"]);

export const unreadableFile: InsightRule = {
  code: "unreadable-file",
  judge: ({ facts }) =>
    facts.unread
      .filter(({ code, file }) => codes.has(code) && !file.startsWith("site-packages:"))
      .map(({ file, line, message }) => ({
        severity: "danger",
        title: `${file} is not valid Python`,
        message: `${message.replace(/\.$/, "")}. The rest of the file was read, but Python will not import it.`,
        file,
        line,
        fix: "Correct the line.",
      })),
};
