import { z } from "zod";

/** One option of a preset: how the form asks for it. The argv spelling stays in the runner. */
export const presetOption = z.object({
  /** Field name in the request: `app_label`, `deploy`, … */
  name: z.string(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(["flag", "text", "number", "choice", "list"]),
  required: z.boolean(),
  choices: z.array(z.string()),
  /** What the page may complete it with from the facts. */
  suggests: z.enum(["apps", "migrations", "models", "databases", "tags"]).nullable(),
});
export type PresetOption = z.infer<typeof presetOption>;

export const preset = z.object({
  key: z.string(),
  label: z.string(),
  description: z.string(),
  /** `python manage.py …` without options. */
  command: z.string(),
  options: z.array(presetOption),
  timeout_seconds: z.number(),
});
export type Preset = z.infer<typeof preset>;
