/** From what was asked for to the address of a view: folders are registered on the way. */
import type { BrowserWindow } from "electron";
import { basename, dirname } from "node:path";
import { shownText } from "../../src/kit/shown-text.ts";
import { findFolder, openFirstSample, openFolder, type DeskWorkspace } from "../desk/desk-client.ts";
import type { ServerAddress } from "../../src/operations/access/ask-server.ts";
import { ask, tellFailure } from "./dialogs.ts";
import type { OpenRequest } from "./open-request.ts";

/** Address of the last request that could be opened; null when there was none. Failures are told to the person. */
export const resolveRequests = async (
  requests: readonly OpenRequest[],
  desk: ServerAddress,
  window: BrowserWindow,
): Promise<string | null> => {
  let address: string | null = null;
  for (const request of requests) {
    try {
      address = (await resolveRequest(request, desk, window)) ?? address;
    } catch (error) {
      await tellFailure(window, error);
    }
  }
  return address;
};

const resolveRequest = async (request: OpenRequest, desk: ServerAddress, window: BrowserWindow): Promise<string | null> => {
  if (request.kind === "view") return request.address;
  if (request.kind === "sample") return addressOf(await openFirstSample(desk));
  // Whoever drops manage.py means its folder.
  const path = basename(request.path) === "manage.py" ? dirname(request.path) : request.path;
  if (request.fromLink && !(await mayOpen(path, desk, window))) return null;
  return addressOf(await openFolder(desk, path));
};

const addressOf = (opened: DeskWorkspace | null): string | null => (opened === null ? null : `/w/${opened.slug}`);

const mayOpen = async (path: string, desk: ServerAddress, window: BrowserWindow): Promise<boolean> => {
  const isKnown = (await findFolder(desk, path)) !== undefined;
  return (
    isKnown || (await ask(window, `A link asks to open ${shownText(path, 300)}.`, "Its source would be read; nothing of it would be run."))
  );
};
