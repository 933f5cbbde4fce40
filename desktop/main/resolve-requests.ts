/** From what was asked for to the address of a view: folders are registered on the way. */
import type { BrowserWindow } from "electron";
import { basename, dirname } from "node:path";
import { shownText } from "../../src/kit/shown-text.ts";
import { fetchWorkspaces, openBundledSample, openFolder } from "../desk/desk-client.ts";
import type { DeskAddress } from "../desk/request.ts";
import { isSameFolder } from "../desk/same-folder.ts";
import { ask, tellFailure } from "./dialogs.ts";
import type { OpenRequest } from "./open-request.ts";

/** Address of the last request that could be opened; null when there was none. Failures are told to the person. */
export const resolveRequests = async (
  requests: readonly OpenRequest[],
  desk: DeskAddress,
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

const resolveRequest = async (request: OpenRequest, desk: DeskAddress, window: BrowserWindow): Promise<string | null> => {
  if (request.kind === "view") return request.address;
  if (request.kind === "sample") {
    const isFirstStart = (await fetchWorkspaces(desk)).length === 0;
    return isFirstStart ? `/w/${(await openBundledSample(desk)).slug}` : null;
  }
  // Whoever drops manage.py means its folder.
  const path = basename(request.path) === "manage.py" ? dirname(request.path) : request.path;
  if (request.fromLink && !(await mayOpen(path, desk, window))) return null;
  return `/w/${(await openFolder(desk, path)).slug}`;
};

const mayOpen = async (path: string, desk: DeskAddress, window: BrowserWindow): Promise<boolean> => {
  const isKnown = (await fetchWorkspaces(desk)).some((workspace) => isSameFolder(workspace.project_path, path));
  return (
    isKnown || (await ask(window, `A link asks to open ${shownText(path, 300)}.`, "Its source would be read; nothing of it would be run."))
  );
};
