import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { scan, scanKind } from "../shapes/status.ts";
import { defineOperation } from "./define.ts";

export const startScan = defineOperation({
  name: "startScan",
  method: "POST",
  path: "/api/workspaces/:slug/scans/",
  input: z.strictObject({ slug, kind: scanKind.default("schema") }),
  output: scan,
  successStatus: 202,
  effects: "writes-store",
  errors: ["workspace-not-found", "invalid-input", "workspace-not-trusted", "no-sandbox"],
  summary: "Queues a scan; `live` asks the project's own Python, and needs its trust.",
});
