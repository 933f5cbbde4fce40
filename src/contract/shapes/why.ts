/** What `djdesk scan --why NAME --json` prints: the chain of origins behind one fact. */
import { z } from "zod";
import { certainty } from "./common.ts";

export const whyStep = z.object({
  says: z.string(),
  /** Where it stands; null where nothing was written for it. */
  file: z.string().nullable(),
  line: z.int().nullable(),
});
export type WhyStep = z.infer<typeof whyStep>;

export const why = z.object({
  /** The name as the facts spell it: `app.Model.field`, `app.Model`, `app`, `app.0001_initial` or `SETTING`. */
  name: z.string(),
  kind: z.enum(["field", "model", "app", "migration", "setting"]),
  certainty,
  /** Why it is not certain. */
  because: z.string().nullable(),
  /** From the fact itself to what it rests on. */
  steps: z.array(whyStep),
});
export type Why = z.infer<typeof why>;
