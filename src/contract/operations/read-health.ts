import { z } from "zod";
import { protection } from "../shapes/protection.ts";
import { defineOperation } from "./define.ts";

export const readHealth = defineOperation({
  name: "readHealth",
  method: "GET",
  path: "/api/health/",
  input: z.strictObject({}),
  /** `nonce` is also in `server.json` of the data folder, readable by its owner only: equal means our own server. */
  output: z.object({
    product: z.literal("djdesk"),
    version: z.string(),
    nonce: z.string(),
    protection,
    uptime_seconds: z.number(),
    workspaces: z.int(),
  }),
  successStatus: 200,
  effects: "reads",
  errors: [],
  summary: "Says that this is DJDesk, which version, and which start of it.",
});
