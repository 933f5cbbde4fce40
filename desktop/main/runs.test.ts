import { describe, expect, it } from "vitest";
import type { TaskRunSummary } from "../../src/contract/shapes/task-run.ts";
import { noteRuns } from "./run-endings.ts";
import { toNotice } from "./run-notice.ts";

const aRun = (id: number, status: TaskRunSummary["status"], more: Partial<TaskRunSummary> = {}): TaskRunSummary => ({
  id,
  workspace: "library",
  preset: "check",
  label: "System check",
  status,
  progress: status === "running" ? 40 : 100,
  notes: "",
  requested_at: "2026-11-24T19:59:00.000Z",
  started_at: null,
  completed_at: null,
  metadata: {
    command: {
      raw: "python manage.py check",
      safe_prefix: "",
      workspace_path: "/srv/library",
      exit_code: 0,
      duration_seconds: 1.234,
      output_lines: 1,
      timed_out: false,
      argv: null,
      interpreter: null,
      protection: "none",
      changed_files: 0,
      changed: [],
      redacted: 0,
    },
  },
  ...more,
});

describe("the endings of runs", () => {
  it("are those of runs that were under way, and of runs that came and went between two looks", () => {
    const first = noteRuns(null, [aRun(2, "running"), aRun(1, "failed")]);
    expect(first.ended).toEqual([]);
    const second = noteRuns(first.seen, [aRun(4, "requested"), aRun(3, "succeeded"), aRun(2, "cancelled"), aRun(1, "failed")]);
    expect(second.ended.map(({ id }) => id)).toEqual([3, 2]);
    expect(noteRuns(second.seen, [aRun(4, "running"), aRun(3, "succeeded"), aRun(2, "cancelled")]).ended).toEqual([]);
  });
});

describe("the words of a notification", () => {
  it("say what ended, how, where and after how long", () => {
    expect(toNotice(aRun(1, "failed"))).toEqual({ title: "System check failed", body: "library: python manage.py check after 1.2 s" });
  });
  it("are clipped, on one line and without mark-up, whatever the project is called", () => {
    const { title, body } = toNotice(
      aRun(1, "succeeded", { label: `<b>&\n\u202e${"x".repeat(300)}`, workspace: `<a href="//evil">${"y".repeat(300)}` }),
    );
    expect(title.length).toBeLessThanOrEqual(80);
    expect(body.length).toBeLessThanOrEqual(160);
    expect(title + body).not.toMatch(/[<>&\n\u202e]/);
  });
});
