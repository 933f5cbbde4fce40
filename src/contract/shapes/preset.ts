import { z } from "zod";

/**
 * How an option's values stand on the command line, so that a client can show the exact command before it runs:
 * `--flag`, `--flag=value` for each value, `--flag=a,b`, or the bare values. The runner builds argv from its own table.
 */
const spelling = z.discriminatedUnion("as", [
  z.object({ as: z.literal("flag"), flag: z.string() }),
  z.object({ as: z.literal("option"), flag: z.string() }),
  z.object({ as: z.literal("joined"), flag: z.string() }),
  z.object({ as: z.literal("positional") }),
]);

/** One option of a preset: how the form asks for it. Options stand in the order of argv. */
export const presetOption = z.object({
  /** Field name in the request: `app_label`, `deploy`, … */
  name: z.string(),
  label: z.string(),
  help: z.string(),
  spelling,
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
