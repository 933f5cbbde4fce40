import { z } from "zod";

/** Names a workspace in every address: `shop`, `shop-2`. */
export const slug = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "A workspace slug has small letters, digits and single dashes.");

/** Moment as ISO 8601 in UTC, milliseconds: `2026-11-24T19:59:00.000Z`. */
export const moment = z.iso.datetime({ precision: 3 });

/** Whole percent, 100 only at the end. */
export const percent = z.int().min(0).max(100);

/** `HH:MM:SS`, local time of the server. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);

export const severity = z.enum(["info", "success", "warning", "danger"]);
export type Severity = z.infer<typeof severity>;

export const certainty = z.enum(["certain", "inferred", "unknown"]);

const acknowledge = "Send confirm_safe=on to acknowledge that the command runs under the read-only contract.";

/** `on` or `true`, in any case, or JSON `true`; anything else is refused. */
export const confirmSafe = z.union([z.literal(true), z.string().regex(/^(on|true)$/i, acknowledge)], { error: acknowledge });
