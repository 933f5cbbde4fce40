import type { Handler } from "./handler.ts";
import { findRun } from "./runs/find-run.ts";

export const readTaskRunLog: Handler<"readTaskRunLog"> = async (desk, { id, after, limit }) => {
  const { run } = await findRun(desk, id);
  const lines = await desk.store.logLines.after(id, after, limit);
  return {
    lines: lines.map(({ seq, at, stream, text }) => ({ seq, timestamp: new Date(at).toISOString(), stream, text })),
    next: lines.at(-1)?.seq ?? after,
    total: run.lineCount,
    ended: run.status !== "requested" && run.status !== "running",
  };
};
