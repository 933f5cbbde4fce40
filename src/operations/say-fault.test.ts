import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDesk } from "./a-desk.ts";
import { perform } from "./perform.ts";
import type { OperationName } from "../contract/operations/index.ts";

let here: Awaited<ReturnType<typeof aDesk>>;
beforeEach(async () => {
  here = await aDesk();
});
afterEach(() => here.close());

const acknowledge = "Send confirm_safe=on to acknowledge that the command runs under the read-only contract.";

describe("a value that does not fit", () => {
  it.each<[OperationName, Record<string, unknown>, string, string]>([
    ["queueTaskRun", { workspace: "shop", preset: "check", confirm_safe: "off" }, "confirm_safe", acknowledge],
    ["queueTaskRun", { workspace: "shop", preset: "check", confirm_safe: "" }, "confirm_safe", acknowledge],
    ["queueTaskRun", { workspace: "shop", preset: "check", confirm_safe: "on", notes: 5 }, "notes", "Give a text."],
    ["exportFixture", { slug: "shop", confirm_safe: "yes" }, "confirm_safe", acknowledge],
    ["listTaskRuns", { before: "abc" }, "before", "Give a number."],
    ["listTaskRuns", { before: "1.5" }, "before", "Give a whole number."],
    ["listTaskRuns", { limit: "0" }, "limit", "Give a number of at least 1."],
    ["listTaskRuns", { limit: "201" }, "limit", "Give a number of at most 200."],
    ["listTaskRuns", { workspace: ["a", "b"] }, "workspace", "Give a text."],
    ["startScan", { slug: "shop", kind: "all" }, "kind", "Choose one of schema, migrations, logs, fixtures, live."],
    ["readSettings", { slug: "shop" }, "module", "This field is required."],
    ["readSettings", { slug: "shop", module: "" }, "module", "This field may not be empty."],
    ["readSettings", { slug: "shop", module: "a".repeat(301) }, "module", "Give at most 300 characters."],
    ["updateWorkspace", { slug: "shop", pythonpath: "src" }, "pythonpath", "Give a list."],
  ])("is told in words: %s %j", async (name, input, field, sentence) => {
    await expect(perform(here.desk, name, input)).rejects.toMatchObject({
      code: "invalid-input",
      errors: { [field]: expect.arrayContaining([sentence]) },
    });
  });
});
