/** What the session allows: requests to the desk alone (with its token and its own certificate), the clipboard for its copy buttons, its own downloads. */
import type { Session } from "electron";
import { toAuthorization, type ServerAddress } from "../../../src/operations/access/ask-server.ts";

export interface SessionRules {
  /** Whether the address is the desk's own. */
  readonly isOwn: (address: string) => boolean;
  readonly desk: () => ServerAddress | null;
  readonly devTools: boolean;
}

const copy = "clipboard-sanitized-write";
const useChromiumsVerdict = -3;

export const guardSession = (session: Session, { isOwn, desk, devTools }: SessionRules): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === copy && details.isMainFrame && isOwn(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === copy && isOwn(origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const isLocal = /^(?:data|blob):/.test(details.url) || (devTools && details.url.startsWith("devtools://"));
    decide({ cancel: !isLocal && !isOwn(details.url) });
  });
  session.webRequest.onBeforeSendHeaders(({ url, requestHeaders }, decide) => {
    decide({ requestHeaders: { ...requestHeaders, ...(isOwn(url) ? toAuthorization(desk()?.token ?? null) : {}) } });
  });
  session.on("will-download", (event, item) => {
    if (!isOwn(item.getURL().replace(/^blob:/, ""))) event.preventDefault();
  });
  session.setCertificateVerifyProc(({ certificate }, decide) => {
    decide(certificate.data.trim() === desk()?.certificate?.trim() ? 0 : useChromiumsVerdict);
  });
};
