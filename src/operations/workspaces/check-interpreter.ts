import { isAbsolute } from "node:path";
import { Refusal } from "../../contract/errors.ts";
import { interpreterFault } from "../interpreter-fault.ts";
import { refusedByText } from "./protected-paths.ts";

/** Refuses a path that is no Python interpreter. */
export const checkInterpreter = (path: string): void => {
  const fault = refusedByText(path) ?? (isAbsolute(path) ? interpreterFault(path) : "Give the absolute path of an interpreter.");
  if (fault !== null) throw new Refusal("interpreter-missing", fault, { errors: { python: [fault] } });
};
