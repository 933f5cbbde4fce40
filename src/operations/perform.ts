/** The one way into an operation, for every door: input checked by the contract, faults named by field. */
import type { z } from "zod";
import type { FieldErrors } from "../contract/errors.ts";
import { operations, type OperationName } from "../contract/operations/index.ts";
import type { Desk } from "./desk/desk.ts";
import type { Inputs, Outputs } from "./handler.ts";
import { handlers } from "./handlers.ts";
import { toInvalidInput } from "./invalid-input.ts";
import { findFurtherFaults } from "./queue-task-run.ts";
import { sayFault } from "./say-fault.ts";

const inputs: { readonly [Name in OperationName]: { readonly input: z.ZodType<Inputs[Name]> } } = operations;

/** Refuses input that does not fit; errors of the database come back as refusals where they are one. */
export const perform = async <Name extends OperationName>(desk: Desk, name: Name, given: unknown): Promise<Outputs[Name]> => {
  const parsed = inputs[name].input.safeParse(given, { error: sayFault });
  if (!parsed.success) {
    const further = name === "queueTaskRun" ? await findFurtherFaults(desk, given) : {};
    throw toInvalidInput({ ...further, ...toFieldErrors(parsed.error) });
  }
  try {
    return await handlers[name](desk, parsed.data);
  } catch (error) {
    throw desk.store.toRefusal(error);
  }
};

/** Zod's issues under the field they belong to; a key that is not known is named itself. */
const toFieldErrors = (error: z.ZodError): FieldErrors => {
  const fields = new Map<string, string[]>();
  const add = (field: string, message: string): void => {
    const known = fields.get(field);
    if (known === undefined) fields.set(field, [message]);
    else if (!known.includes(message)) known.push(message);
  };
  for (const issue of error.issues) {
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) add(key, "This field is not known.");
    else add(String(issue.path[0] ?? "input"), issue.message);
  }
  return Object.fromEntries(fields);
};
