/**
 * What the shell asks of the desk: operations of the contract, of each answer only what the shell needs, so that it
 * gets on with a desk that an older or newer DJDesk has open.
 */
import { addWorkspace } from "../../src/contract/operations/add-workspace.ts";
import type { OperationDefinition } from "../../src/contract/operations/define.ts";
import { listTaskRuns } from "../../src/contract/operations/list-task-runs.ts";
import { listWorkspaces } from "../../src/contract/operations/list-workspaces.ts";
import { openSample } from "../../src/contract/operations/open-sample.ts";
import { errorBody } from "../../src/contract/error-body.ts";
import { z } from "zod";
import { commandMetadata, taskRunSummary } from "../../src/contract/shapes/task-run.ts";
import { workspace } from "../../src/contract/shapes/workspace.ts";
import { randomText } from "../../src/kit/random-text.ts";
import { requestJson, type DeskAddress } from "./request.ts";
import { isSameFolder } from "./same-folder.ts";

/** The desk refused: its sentence and what to do next. */
export class DeskRefusal extends Error {
  override readonly name = "DeskRefusal";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const timeoutMs = 15_000;
const token = randomText(32);

const ask = async (address: DeskAddress, operation: OperationDefinition, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
  const { method } = operation;
  const query = new URLSearchParams(Object.entries(input).map(([key, value]) => [key, String(value)]));
  const { status, body } =
    method === "GET"
      ? await requestJson(address, { method, path: `${operation.path}?${query}`, timeoutMs })
      : await requestJson(address, {
          method,
          path: operation.path,
          headers: { Cookie: `csrftoken=${token}`, "X-CSRFToken": token },
          body: input,
          timeoutMs,
        });
  if (status < 400) return body;
  const { error } = errorBody.parse(body);
  throw new DeskRefusal(error.message, error.hint);
};

const deskWorkspace = workspace.pick({ slug: true, name: true, project_path: true });
/** What the shell needs to know of a workspace. */
export type DeskWorkspace = z.infer<typeof deskWorkspace>;

export const fetchWorkspaces = async (address: DeskAddress): Promise<readonly DeskWorkspace[]> =>
  z.object({ workspaces: z.array(deskWorkspace) }).parse(await ask(address, listWorkspaces, {})).workspaces;

/** The workspace of a folder, registered when it is new; a folder that is there already is known by what it is, not by its spelling. */
export const openFolder = async (address: DeskAddress, path: string): Promise<DeskWorkspace> => {
  const known = (await fetchWorkspaces(address)).find(({ project_path }) => isSameFolder(project_path, path));
  return known ?? deskWorkspace.parse(await ask(address, addWorkspace, { project_path: path }));
};

export const openBundledSample = async (address: DeskAddress): Promise<DeskWorkspace> =>
  deskWorkspace.parse(await ask(address, openSample, {}));

const deskRun = taskRunSummary
  .pick({ id: true, workspace: true, label: true, status: true })
  .extend({ metadata: z.object({ command: commandMetadata.pick({ raw: true, duration_seconds: true }) }) });
/** What the shell needs to know of a run. */
export type DeskRun = z.infer<typeof deskRun>;

/** The newest runs of all workspaces. */
export const fetchRuns = async (address: DeskAddress, limit: number): Promise<readonly DeskRun[]> =>
  z.object({ task_runs: z.array(deskRun) }).parse(await ask(address, listTaskRuns, { limit })).task_runs;
