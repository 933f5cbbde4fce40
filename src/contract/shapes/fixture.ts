/** A slice of a project's rows as a fixture: what it holds, where it lies, whether it loads. */
import { z } from "zod";

export const fixturePlan = z.object({
  /** Alias of DATABASES. */
  database: z.string(),
  rows: z.int().min(0),
  /** In the order of the file: what others need comes first, as far as there is such an order. */
  models: z.array(
    z.object({
      model: z.string(),
      rows: z.int().min(0),
      /** Through which `app.Model.field` the rows came; an empty relation: they were chosen. */
      via: z.array(z.object({ relation: z.string(), rows: z.int().min(0) })),
      managed: z.boolean(),
      /** What is replaced: names, emails, phones, addresses, text, tokens, passwords, births, links, codes. */
      fields: z.array(z.object({ field: z.string(), kind: z.string() })),
    }),
  ),
  /** Rows that point at chosen ones and stay out, because nobody asked for their model. */
  pointing: z.array(z.object({ model: z.string(), field: z.string(), to: z.string(), rows: z.int().min(0) })),
  notes: z.array(z.string()),
});
export type FixturePlan = z.infer<typeof fixturePlan>;

export const fixtureCheck = z.object({
  status: z.enum(["passed", "failed"]),
  /** What made the tables of the scratch database. */
  made_by: z.enum(["migrations", "models"]).nullable(),
  message: z.string(),
  models: z.array(z.object({ model: z.string(), rows: z.int().min(0), loaded: z.int().min(0) })),
});

const fixtureFile = z.object({
  filename: z.string(),
  /** In DJDesk's own data folder. */
  path: z.string(),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
});

/** Each part is null until it is known; a failed run may have some of them. */
export const fixtureReport = z.object({
  plan: fixturePlan.nullable(),
  file: fixtureFile.nullable(),
  check: fixtureCheck.nullable(),
});
export type FixtureReport = z.infer<typeof fixtureReport>;
