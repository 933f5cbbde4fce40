import { describe, expect, it } from "vitest";
import type { DeskRun } from "../desk/desk-client.ts";
import { toNotice } from "./run-notice.ts";

const aRun = (id: number, status: DeskRun["status"], more: Partial<DeskRun> = {}): DeskRun => ({
  id,
  workspace: "library",
  label: "System check",
  status,
  metadata: { command: { raw: "python manage.py check", duration_seconds: 1.234 } },
  ...more,
});

describe("the words of a notification", () => {
  it("say what ended, how, where and after how long", () => {
    expect(toNotice(aRun(1, "failed"))).toEqual({ title: "System check failed", body: "library: python manage.py check after 1.2 s" });
  });
  it("E11 are clipped, on one line and without mark-up, whatever the project is called", () => {
    const { title, body } = toNotice(
      aRun(1, "succeeded", { label: `<b>&\n\u202e${"x".repeat(300)}`, workspace: `<a href="//evil">${"y".repeat(300)}` }),
    );
    expect(title.length).toBeLessThanOrEqual(80);
    expect(body.length).toBeLessThanOrEqual(160);
    expect(title + body).not.toMatch(/[<>&\n\u202e]/);
  });
});
