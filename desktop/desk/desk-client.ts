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
import { askServer, type ServerAddress } from "../../src/operations/access/ask-server.ts";
import { identityOf } from "../../src/operations/workspaces/folder-identity.ts";

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

const ask = async (address: ServerAddress, operation: OperationDefinition, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
  const { method } = operation;
  const query = new URLSearchParams(Object.entries(input).map(([key, value]) => [key, String(value)]));
  const { status, body } =
    method === "GET"
      ? await askServer(address, { method, path: `${operation.path}?${query}`, timeoutMs })
      : await askServer(address, {
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

export const fetchWorkspaces = async (address: ServerAddress): Promise<readonly DeskWorkspace[]> =>
  z.object({ workspaces: z.array(deskWorkspace) }).parse(await ask(address, listWorkspaces, {})).workspaces;

/** The workspace of a folder, known by what it is and not by its spelling. */
export const findFolder = async (address: ServerAddress, path: string): Promise<DeskWorkspace | undefined> => {
  const wanted = identityOf(path);
  return (await fetchWorkspaces(address)).find(({ project_path }) => {
    const known = identityOf(project_path);
    return project_path === path || (known !== null && known.device === wanted?.device && known.inode === wanted.inode);
  });
};

/** The same, registered when it is new. */
export const openFolder = async (address: ServerAddress, path: string): Promise<DeskWorkspace> => {
  const known = await findFolder(address, path);
  return known ?? deskWorkspace.parse(await ask(address, addWorkspace, { project_path: path }));
};

export const openBundledSample = async (address: ServerAddress): Promise<DeskWorkspace> =>
  deskWorkspace.parse(await ask(address, openSample, {}));

/** The sample, where there is no workspace yet; else null. */
export const openFirstSample = async (address: ServerAddress): Promise<DeskWorkspace | null> =>
  (await fetchWorkspaces(address)).length === 0 ? openBundledSample(address) : null;

const deskRun = taskRunSummary
  .pick({ id: true, workspace: true, label: true, status: true })
  .extend({ metadata: z.object({ command: commandMetadata.pick({ raw: true, duration_seconds: true }) }) });
/** What the shell needs to know of a run. */
export type DeskRun = z.infer<typeof deskRun>;

/** The newest runs of all workspaces. */
export const fetchRuns = async (address: ServerAddress, limit: number): Promise<readonly DeskRun[]> =>
  z.object({ task_runs: z.array(deskRun) }).parse(await ask(address, listTaskRuns, { limit })).task_runs;
