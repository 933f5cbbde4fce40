import { describe, expect, it } from "vitest";
import { z } from "zod";
import { treatments } from "../../src/contract/errors.ts";
import { statusEvent, taskRunEvent } from "../../src/contract/events.ts";
import { operations } from "../../src/contract/operations/index.ts";

/** A difference here is a change of the public API and must be meant: `vitest -u` accepts it. */
describe("the contract", () => {
  it.each(Object.values(operations))("of $name is what was promised", async (operation) => {
    const { name, method, path, successStatus, effects, errors, summary } = operation;
    const schemas = {
      input: z.toJSONSchema(operation.input, { io: "input", unrepresentable: "any" }),
      output: z.toJSONSchema(operation.output, { io: "output", unrepresentable: "any" }),
    };
    const text = JSON.stringify({ name, method, path, successStatus, effects, errors, summary, ...schemas }, null, 1);
    await expect(`${text}\n`).toMatchFileSnapshot(`./snapshots/${name}.json`);
  });

  it("of live messages is what was promised", async () => {
    const text = JSON.stringify({ statusEvent: z.toJSONSchema(statusEvent), taskRunEvent: z.toJSONSchema(taskRunEvent) }, null, 1);
    await expect(`${text}\n`).toMatchFileSnapshot("./snapshots/events.json");
  });

  it("of refusals is what was promised", async () => {
    await expect(`${JSON.stringify(treatments, null, 1)}\n`).toMatchFileSnapshot("./snapshots/refusals.json");
  });

  it("names each operation once, by method and address", () => {
    const addresses = Object.values(operations).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
