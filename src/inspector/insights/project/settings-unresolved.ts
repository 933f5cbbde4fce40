/** Settings that decide what the project consists of and cannot be known from source. */
import type { Finding, InsightRule } from "../rule.ts";

const decisive = ["INSTALLED_APPS", "ROOT_URLCONF", "DATABASES"] as const;

/** Reasons are clauses; a message is made of sentences. A name of the code that a clause begins with stays as it is written. */
const toSentence = (clause: string): string => {
  const beginsWithName = /^\w*[_.(]/.test(clause);
  return `${beginsWithName ? clause.charAt(0) : clause.charAt(0).toUpperCase()}${clause.slice(1).replace(/\.$/, "")}.`;
};

export const settingsUnresolved: InsightRule = {
  code: "settings-unresolved",
  judge: ({ facts, location }) => {
    if (location.settingsFile === null) return [];
    return decisive.flatMap((name): Finding[] => {
      const value = facts.settings.values.find((setting) => setting.name === name);
      if (value === undefined || value.certainty !== "unknown") return [];
      const origin = value.origin.at(-1);
      return [
        {
          severity: name === "INSTALLED_APPS" ? "warning" : "info",
          title: `${name} cannot be fully known from source`,
          message: `${toSentence(value.because ?? "it is computed when the settings run")} What depends on it may be incomplete.`,
          file: origin?.file ?? null,
          line: origin?.line ?? null,
          fix: "Give what it reads with `--env NAME=VALUE`, or name other settings with `--settings`.",
        },
      ];
    });
  },
};
