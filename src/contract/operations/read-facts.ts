import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { factSection, facts } from "../shapes/facts.ts";
import { defineOperation } from "./define.ts";

export const readFacts = defineOperation({
  name: "readFacts",
  method: "GET",
  path: "/api/workspaces/:slug/facts/",
  input: z.strictObject({ slug, section: factSection.optional() }),
  /** With `section`: that key alone. */
  output: facts.partial(),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found", "no-facts-yet", "invalid-input"],
  summary: "The facts document of the last completed scan.",
});
