/** A project that was read and holds nothing: no app, no model, no route, no run. */
import { someFacts } from "../fixtures/a-fact.ts";
import { aPreset } from "../fixtures/a-run.ts";
import { aWorkspace } from "../fixtures/a-workspace.ts";
import type { World } from "../fixtures/to-replies.ts";
import { aScan, toStatus } from "../fixtures/to-status.ts";

export const emptyProject = (): World => {
  const workspace = aWorkspace({ counts: { apps: 0, models: 0, migrations: 0, findings: 0 }, git_branch: null });
  const facts = someFacts();
  return {
    workspaces: [workspace],
    status: toStatus({ workspace, facts, runs: [], scans: [aScan({ summary: "Discovered 0 models in 0 apps." })] }),
    facts,
    presets: [aPreset("check", "Run system checks")],
    runs: [],
    output: [],
    logFiles: [],
    logLines: [],
  };
};
