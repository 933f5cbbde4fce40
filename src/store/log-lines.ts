/** Numbered lines of runs. Lines are only ever added, in order, each under the next number of its run. */
import type { Kysely } from "kysely";
import type { z } from "zod";
import { logLine } from "../contract/shapes/task-run.ts";
import type { Tables } from "./tables.ts";

export interface StoredLine {
  readonly seq: number;
  readonly at: number;
  readonly stream: "stdout" | "stderr" | "desk";
  readonly text: string;
}

export type NewLine = Omit<StoredLine, "seq">;

const stream: z.ZodType<StoredLine["stream"]> = logLine.shape.stream;
const linesPerStatement = 200;

const toLine = (row: { seq: number; at: number; stream: string; text: string }): StoredLine => ({
  seq: row.seq,
  at: row.at,
  stream: stream.parse(row.stream),
  text: row.text,
});

export const createLogLines = (db: Kysely<Tables>) => ({
  /** Adds lines and answers with their numbers. */
  async append(runId: number, lines: readonly NewLine[]): Promise<readonly StoredLine[]> {
    if (lines.length === 0) return [];
    return db.transaction().execute(async (transaction) => {
      const run = await transaction.selectFrom("task_runs").select("line_count").where("id", "=", runId).executeTakeFirst();
      if (run === undefined) return [];
      const numbered = lines.map((line, index) => ({ ...line, seq: run.line_count + index + 1 }));
      for (let start = 0; start < numbered.length; start += linesPerStatement) {
        const part = numbered.slice(start, start + linesPerStatement);
        await transaction
          .insertInto("log_lines")
          .values(part.map((line) => ({ run_id: runId, seq: line.seq, at: line.at, stream: line.stream, text: line.text })))
          .execute();
      }
      await transaction
        .updateTable("task_runs")
        .set({ line_count: run.line_count + lines.length })
        .where("id", "=", runId)
        .execute();
      return numbered;
    });
  },

  /** Lines after a number, in order. */
  async after(runId: number, seq: number, limit: number): Promise<readonly StoredLine[]> {
    const rows = await db
      .selectFrom("log_lines")
      .select(["seq", "at", "stream", "text"])
      .where("run_id", "=", runId)
      .where("seq", ">", seq)
      .orderBy("seq")
      .limit(limit)
      .execute();
    return rows.map(toLine);
  },

  /** The newest lines, in order. */
  async tail(runId: number, limit: number): Promise<readonly StoredLine[]> {
    const rows = await db
      .selectFrom("log_lines")
      .select(["seq", "at", "stream", "text"])
      .where("run_id", "=", runId)
      .orderBy("seq", "desc")
      .limit(limit)
      .execute();
    return rows.map(toLine).reverse();
  },
});

export type LogLines = ReturnType<typeof createLogLines>;
