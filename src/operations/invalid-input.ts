import { Refusal, type FieldErrors } from "../contract/errors.ts";

/** The refusal of a form, with every fault under its field. */
export const toInvalidInput = (errors: FieldErrors): Refusal => {
  const messages = Object.values(errors).flat();
  const message = messages.length === 1 ? (messages[0] ?? "") : `${messages.length} faults. ${messages.join(" ")}`;
  return new Refusal("invalid-input", message, { errors });
};
