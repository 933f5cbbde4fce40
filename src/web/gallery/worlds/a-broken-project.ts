/** Settings that cannot be evaluated: what depends on them is unknown, what does not is there. */
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { aFinding, anApp, aMigration, aSetting, someFacts } from "../fixtures/a-fact.ts";
import { aPreset } from "../fixtures/a-run.ts";
import { aWorkspace } from "../fixtures/a-workspace.ts";
import type { World } from "../fixtures/to-replies.ts";
import { aScan, toStatus } from "../fixtures/to-status.ts";

const because = "`garden/settings.py` does not parse: line 12 opens a bracket that is never closed.";

export const brokenProject = (): World => {
  const workspace = aWorkspace({
    trusted: false,
    environment: {
      kind: null,
      python: null,
      python_version: null,
      django_version: null,
      problem: "No virtual environment was found. Make one in the project, or name an interpreter.",
    },
    counts: { apps: 1, models: 1, migrations: 1, findings: 1 },
  });
  const empty = someFacts();
  const facts = someFacts({
    project: { ...empty.project, django_version: null, python: { path: null, version: null, pythonpath: [] }, environment: null },
    apps: [anApp("beds")],
    models: [
      aModel(
        "beds.Bed",
        [aField("name", { class: null, certainty: "unknown", because: "The class comes from a package that is not here." })],
        {
          file: "beds/models.py",
          line: 4,
          db_table: null,
          certainty: "inferred",
          because,
        },
      ),
    ],
    migrations: {
      ...empty.migrations,
      apps: {
        beds: {
          module: "beds.migrations",
          migrations: [aMigration("beds", "0001_initial", { operations: null, dependencies: null })],
          leaf_nodes: null,
        },
      },
      drift: null,
      drift_unknown: { beds: because },
      applied: { default: { source: "unknown", because: "DATABASES is not known.", rows: [] } },
      pending: { beds: null },
    },
    settings: {
      ...empty.settings,
      INSTALLED_APPS: null,
      DATABASES: null,
      ROOT_URLCONF: null,
      DEBUG: null,
      values: [
        aSetting("INSTALLED_APPS", null, { certainty: "unknown", because }),
        aSetting("DATABASES", null, { certainty: "unknown", because }),
      ],
    },
    insights: [
      aFinding("unreadable-settings", "`garden.settings` could not be read", {
        severity: "danger",
        message: because,
        file: "garden/settings.py",
      }),
    ],
    unread: [{ file: "garden/settings.py", line: 12, code: "syntax-error", message: "'[' was never closed" }],
  });
  return {
    workspaces: [workspace],
    status: toStatus({ workspace, facts, runs: [], scans: [aScan({ summary: "Discovered 1 model; 1 file could not be read." })] }),
    facts,
    presets: [aPreset("check", "Run system checks")],
    runs: [],
    output: [],
    logFiles: [{ file: "/var/log/garden.log", size: 0, modified_at: null, available: false }],
    logLines: [],
  };
};
