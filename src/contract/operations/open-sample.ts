import { z } from "zod";
import { workspace } from "../shapes/workspace.ts";
import { defineOperation } from "./define.ts";

/** The projects that come with DJDesk. */
const sampleKeys = ["observatory", "library"] as const;

export const openSample = defineOperation({
  name: "openSample",
  method: "POST",
  path: "/api/samples/",
  input: z.strictObject({ sample: z.enum(sampleKeys).default("observatory") }),
  output: workspace,
  successStatus: 201,
  effects: "writes-store",
  errors: ["invalid-input", "store-unwritable", "disk-full"],
  summary: "Puts a bundled sample project into the data folder and registers it, trusted; answers the one that is there already.",
});
