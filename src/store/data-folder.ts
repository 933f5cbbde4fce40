/** The folder that holds everything DJDesk remembers; only its owner may look in. */
import { accessSync, constants } from "node:fs";
import { Refusal } from "../contract/errors.ts";
import { makeFolder } from "../kit/make-folder.ts";
import { messageOf } from "../kit/message-of.ts";

/** Makes the folder where it is missing and checks that it can be written. */
export const prepareDataFolder = (dataFolder: string): void => {
  try {
    makeFolder(dataFolder);
    accessSync(dataFolder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal("store-unwritable", `The data folder ${dataFolder} cannot be written: ${messageOf(error)}.`, { cause: error });
  }
};
