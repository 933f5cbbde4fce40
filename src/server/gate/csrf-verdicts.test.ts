import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { expect, it } from "vitest";
import { z } from "zod";
import { isLetThrough } from "../../../test/support/ask-csrf.ts";
import { startTestServer } from "../a-running-server.ts";

const recorded = z.array(
  z.object({
    method: z.string(),
    cookies: z.array(z.string()),
    besides: z.string(),
    header: z.string().nullable(),
    origin: z.string().nullable(),
    contentType: z.string().nullable(),
    body: z.string(),
    passes: z.boolean(),
  }),
);

it("H15 lets through what Django's middleware let through, and nothing else", async () => {
  const server = await startTestServer();
  const requests = recorded.parse(JSON.parse(readFileSync(new URL("./csrf-verdicts.json", import.meta.url), "utf8")));
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const ours = await Promise.all(requests.map((request) => isLetThrough(server.port, agent, request)));
  agent.destroy();
  await server.stop();
  expect(requests.filter(({ passes }, index) => passes !== ours[index])).toEqual([]);
  expect(requests.filter(({ passes }) => passes).length).toBeGreaterThan(40);
});
