import { expect, it } from "vitest";
import { systemClock } from "../kit/clock.ts";
import { aDesk } from "./a-desk.ts";
import { perform } from "./perform.ts";

const hourMs = 3_600_000;

/** A desk whose clock is put by so much as soon as the run prints something. */
it.each([
  ["back", -hourMs],
  ["forward", hourMs],
])("keeps the order of a run and of scans when the clock is put %s an hour meanwhile", async (_way, jumpMs) => {
  let jumped = 0;
  const here = await aDesk({ clock: { ...systemClock, now: () => systemClock.now() + jumped } });
  try {
    const slug = await here.addWorkspace("library", {
      managePy: 'import time\nprint("begun", flush=True)\ntime.sleep(0.5)\nprint("over")\n',
    });
    here.desk.events.subscribe((event) => {
      if (event.kind === "task-run" && event.event.log_line === "begun") jumped = jumpMs;
    });
    const { task_run: asked } = await perform(here.desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" });
    await here.desk.runs.ended(asked.id);
    const run = await perform(here.desk, "readTaskRun", { id: asked.id });
    expect(run.status).toBe("succeeded");
    const moments = [run.requested_at, run.started_at, run.completed_at].map((moment) => Date.parse(moment ?? ""));
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(run.metadata.command.duration_seconds).toBeGreaterThan(0.4);
    expect(run.metadata.command.duration_seconds).toBeLessThan(hourMs / 1000 / 2);
    const { lines } = await perform(here.desk, "readTaskRunLog", { id: asked.id });
    expect(lines.filter(({ stream }) => stream !== "desk").map(({ text }) => text)).toEqual(["begun", "over"]);

    await perform(here.desk, "startScan", { slug, kind: "schema" });
    jumped -= jumpMs;
    const workspace = await here.desk.store.workspaces.bySlug(slug);
    await here.desk.scans.settled(workspace?.id ?? 0);
    const { scans, tasks } = await perform(here.desk, "readStatus", { slug });
    for (const { status, started_at, completed_at } of scans) {
      expect(status).toBe("completed");
      expect(Date.parse(completed_at ?? "")).toBeGreaterThanOrEqual(Date.parse(started_at ?? ""));
    }
    expect(tasks[0]?.id).toBe(asked.id);
    expect(here.problems).toEqual([]);
  } finally {
    await here.close();
  }
});
