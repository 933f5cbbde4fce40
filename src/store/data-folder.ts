/** The folder that holds everything DJDesk remembers; only its owner may look in. */
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../contract/errors.ts";
import { makeFolder } from "../kit/make-folder.ts";
import { messageOf } from "../kit/message-of.ts";

/** Makes the folder where it is missing and checks that it can be written. */
export const prepareDataFolder = (dataFolder: string): void => {
  if (existsSync(join(dataFolder, "manage.py"))) throw inProject(dataFolder);
  try {
    makeFolder(dataFolder);
    accessSync(dataFolder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal("store-unwritable", `The data folder ${dataFolder} cannot be written: ${messageOf(error)}.`, { cause: error });
  }
};

const inProject = (folder: string): Refusal =>
  new Refusal("store-unwritable", `${folder} is a Django project, and DJDesk writes nothing into one.`, {
    hint: "Give a folder for DJDesk's own data with --data, or leave it out; a project is named without an option.",
  });
