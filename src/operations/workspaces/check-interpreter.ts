import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { Refusal } from "../../contract/errors.ts";
import { shownText } from "../../kit/shown-text.ts";
import { refusedByText } from "./protected-paths.ts";

/** Refuses a path that is no executable file. */
export const checkInterpreter = (path: string): void => {
  const refuse = (message: string): Refusal => new Refusal("interpreter-missing", message, { errors: { python: [message] } });
  const because = refusedByText(path);
  if (because !== null) throw refuse(because);
  if (!isAbsolute(path)) throw refuse("Give the absolute path of an interpreter.");
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return;
  } catch (error) {
    throw new Refusal("interpreter-missing", `There is no interpreter at ${shownText(path)}.`, {
      cause: error,
      errors: { python: [`There is no interpreter at ${shownText(path)}.`] },
    });
  }
  throw refuse(`${shownText(path)} is not an interpreter.`);
};
