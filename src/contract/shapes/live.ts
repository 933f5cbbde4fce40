/**
 * Source and life joined: what the project's own Python said when it was asked, set against the facts that were read
 * from source. Only what both can answer can disagree; what the source left open and life knew is counted as `told`.
 */
import { z } from "zod";
import { moment } from "./common.ts";

export const liveSection = z.enum([
  "apps",
  "models",
  "fields",
  "relations",
  "accessors",
  "migrations",
  "drift",
  "applied",
  "urls",
  "settings",
  "commands",
  "admin",
]);
export type LiveSection = z.infer<typeof liveSection>;

export const disagreement = z.object({
  section: liveSection,
  /** What it is about: `shop.Order.total`, `shop.0002_paid`, a route, a setting. */
  subject: z.string(),
  /** Which of its properties; null when the question is whether it is there at all. */
  property: z.string().nullable(),
  /** As text; null where one side does not have it. */
  source: z.string().nullable(),
  live: z.string().nullable(),
  /** A reason that was found for the difference, never a guess; null when none was. */
  cause: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
});
export type Disagreement = z.infer<typeof disagreement>;

export const liveSectionCount = z.object({
  section: liveSection,
  /** Answers that both gave, and that are equal. */
  agree: z.int(),
  differ: z.int(),
  /** Answers that only life gave, where the source says that it does not know. */
  told: z.int(),
});
export type LiveSectionCount = z.infer<typeof liveSectionCount>;

export const liveReport = z.object({
  /** The run that asked. */
  run: z.int(),
  /** When life was asked, and when the facts of the source that it is compared with were stored. */
  asked_at: moment,
  source_at: moment,
  django_version: z.string().nullable(),
  python_version: z.string().nullable(),
  settings_module: z.string().nullable(),
  sections: z.array(liveSectionCount),
  /** The first 500; `disagreement_count` counts all. */
  disagreements: z.array(disagreement),
  disagreement_count: z.int(),
  /** Sections that life could not tell, and why. */
  untold: z.array(z.object({ section: z.string(), message: z.string() })),
  /** What life says of the figures that are shown; null where it could not tell. */
  figures: z.object({
    models: z.int().nullable(),
    pending_migrations: z.int().nullable(),
    drift: z.int().nullable(),
    conflicts: z.int().nullable(),
    /** App label → what `makemigrations` would write. */
    unmigrated: z.record(z.string(), z.array(z.string())).nullable(),
  }),
});
export type LiveReport = z.infer<typeof liveReport>;
