import { z } from "zod";
import { fixtureReport } from "../shapes/fixture.ts";
import { runStatus } from "../shapes/task-run.ts";
import { defineOperation } from "./define.ts";
import { runId } from "./read-task-run.ts";

export const readFixture = defineOperation({
  name: "readFixture",
  method: "GET",
  path: "/api/task-runs/:id/fixture/",
  input: z.strictObject({ id: runId }),
  output: z.object({ id: z.int(), status: runStatus, error: z.string().nullable(), ...fixtureReport.shape }),
  successStatus: 200,
  effects: "reads",
  errors: ["task-run-not-found", "fixture-not-found"],
  summary: "What an export holds and whether it loads; GET /api/task-runs/<id>/fixture/file/ is the file itself.",
});
