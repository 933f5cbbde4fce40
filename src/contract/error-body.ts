import { z } from "zod";
import type { Refusal } from "./errors.ts";

/** Body of every error answer. `errors` only for faults of a form. */
export const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }),
  errors: z.record(z.string(), z.array(z.string())).optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

export const toErrorBody = (refusal: Refusal): ErrorBody => ({
  error: { code: refusal.code, message: refusal.message, hint: refusal.hint },
  ...(refusal.errors === undefined
    ? {}
    : { errors: Object.fromEntries(Object.entries(refusal.errors).map(([field, messages]) => [field, [...messages]])) }),
});
