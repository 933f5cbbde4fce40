import { Refusal } from "../../contract/errors.ts";
import { refusedByText } from "./protected-paths.ts";

/** Refuses folders of other machines on the import path, by their text alone. */
export const checkImportPath = (folders: readonly string[]): void => {
  const messages = folders.map(refusedByText).filter((because) => because !== null);
  if (messages.length > 0) throw new Refusal("invalid-input", messages.join(" "), { errors: { pythonpath: messages } });
};
