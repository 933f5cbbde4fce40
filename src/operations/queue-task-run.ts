import { Refusal, type FieldErrors } from "../contract/errors.ts";
import { shownText } from "../kit/shown-text.ts";
import { decide } from "../runner/policy.ts";
import { redactText } from "../runner/redaction/redactor.ts";
import type { RunOptions } from "../store/task-runs.ts";
import type { Desk } from "./desk/desk.ts";
import type { Handler } from "./handler.ts";
import { toInvalidInput } from "./invalid-input.ts";
import { toTaskRun } from "./runs/to-task-run.ts";
import { identityOf, isSameFolder } from "./workspaces/folder-identity.ts";

/** All faults of the form come in one refusal; only a form without faults meets the question of trust. */
export const queueTaskRun: Handler<"queueTaskRun"> = async (desk, { workspace: slug, preset, confirm_safe: _, notes, ...options }) => {
  const workspace = await desk.store.workspaces.bySlug(slug);
  const decision = decide(preset, options, desk.timeoutMs);
  const errors: FieldErrors = {
    ...(workspace === null ? { workspace: [noWorkspace(slug)] } : {}),
    ...(decision.kind === "refused" ? decision.errors : {}),
  };
  if (workspace === null || decision.kind === "refused") throw toInvalidInput(errors);
  const identity = identityOf(workspace.projectPath);
  const isReplaced = identity !== null && !isSameFolder(identity, workspace.identity);
  if (!workspace.trusted || isReplaced) {
    throw new Refusal(
      "workspace-not-trusted",
      isReplaced
        ? `${shownText(workspace.projectPath)} is not the folder that was trusted: it was replaced, so nothing of it is run.`
        : `${shownText(workspace.projectPath)} is not trusted, so nothing of it is run.`,
    );
  }
  if (desk.protection.report.tier === "none" && !workspace.acceptsNoSandbox) {
    const path = shownText(workspace.projectPath);
    throw new Refusal("no-sandbox", `This machine has no sandbox, and you have not agreed to run ${path} without one.`);
  }
  const run = await desk.runs.add(workspace, decision.command, {
    options: toOptions(options),
    notes: redactText(notes, desk.scans.secretsOf(workspace.id) ?? []),
  });
  const page = await desk.statuses.read(slug);
  if (page === null) throw new Refusal("workspace-not-found", `The workspace \`${slug}\` was forgotten meanwhile.`);
  return { ...page.status, task_run: await toTaskRun(desk.store, run, slug) };
};

/** Faults of a form that the contract's shape refused already: so that all come in one answer. */
export const findFurtherFaults = async (desk: Desk, given: unknown): Promise<FieldErrors> => {
  if (!isFields(given)) return {};
  const { workspace: slug, preset, confirm_safe: _, notes: __, ...options } = given;
  const isSlug = typeof slug === "string" && slug !== "" && slug.length <= 100;
  const isUnknown = isSlug && (await desk.store.workspaces.bySlug(slug)) === null;
  const decision = typeof preset === "string" && preset !== "" ? decide(preset, options, desk.timeoutMs) : null;
  return {
    ...(isUnknown ? { workspace: [noWorkspace(slug)] } : {}),
    ...(decision?.kind === "refused" ? decision.errors : {}),
  };
};

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const noWorkspace = (slug: string): string => `There is no workspace \`${shownText(slug, 100)}\`.`;

/** Options as they were asked for; the policy has checked their types. */
const toOptions = (options: Readonly<Record<string, unknown>>): RunOptions =>
  Object.fromEntries(Object.entries(options).flatMap(([name, value]) => (isOption(value) ? [[name, value]] : [])));

const isOption = (value: unknown): value is RunOptions[string] =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  typeof value === "number" ||
  (Array.isArray(value) && value.every((item) => typeof item === "string"));
