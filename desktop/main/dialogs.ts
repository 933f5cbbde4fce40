/** The questions and messages that the system shows for the shell. */
import { dialog, type BrowserWindow } from "electron";
import { messageOf } from "../../src/kit/message-of.ts";
import { DeskRefusal } from "../desk/desk-client.ts";

export const ask = async (window: BrowserWindow, message: string, detail: string): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: "question",
    message,
    detail,
    buttons: ["Open", "Cancel"],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
};

export const tellFailure = async (window: BrowserWindow, error: unknown): Promise<void> => {
  const detail = error instanceof DeskRefusal ? error.hint : "";
  await dialog.showMessageBox(window, { type: "warning", message: messageOf(error), detail });
};

/** Folders that the person chose; none when it was cancelled. */
export const chooseFolder = async (window: BrowserWindow): Promise<readonly string[]> => {
  const { filePaths } = await dialog.showOpenDialog(window, { title: "Open a Django project", properties: ["openDirectory"] });
  return filePaths;
};
