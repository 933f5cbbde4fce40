import { Refusal } from "../contract/errors.ts";
import { readReport } from "./fixtures/fixture-folder.ts";
import type { Handler } from "./handler.ts";
import { findRun } from "./runs/find-run.ts";

export const readFixture: Handler<"readFixture"> = async (desk, { id }) => {
  const { run } = await findRun(desk, id);
  if (run.preset !== "fixture-slice") throw new Refusal("fixture-not-found", `Run ${id} is no export of a fixture.`);
  const ended = run.status !== "requested" && run.status !== "running";
  const report = readReport(desk.dataFolder, id);
  if (report === null && run.status === "succeeded") throw new Refusal("fixture-not-found", `The export of run ${id} is no longer kept.`);
  const nothing = { plan: null, file: null, check: null };
  return { id, status: run.status, error: ended ? (run.command.error ?? null) : null, ...(report ?? nothing) };
};
