import { z } from "zod";

/** What is in force when a command runs: only argv, environment and launcher (`none`), or a sandbox around them. */
export const protection = z.enum(["none", "landlock", "full"]);
export type Protection = z.infer<typeof protection>;

/** The tier in force on this machine, found by running it. */
export const protectionReport = z.object({
  tier: protection,
  /** What enforces it: `bubblewrap 0.11.0`, `Landlock, version 7`. */
  by: z.string(),
  /** What code of a project can still do to the machine. */
  gaps: z.array(z.string()),
  /** How to get a better tier; null for the best. */
  hint: z.string().nullable(),
});
export type ProtectionReport = z.infer<typeof protectionReport>;
