/** What the session allows: requests to the desk alone, the clipboard for its copy buttons, its own downloads. */
import type { Session } from "electron";

export interface SessionRules {
  /** Whether the address is the desk's own. */
  readonly isOwn: (address: string) => boolean;
  /** PEM of the desk's certificate when it serves over HTTPS. */
  readonly certificate: () => string | null;
  readonly devTools: boolean;
}

const copy = "clipboard-sanitized-write";
const useChromiumsVerdict = -3;

export const guardSession = (session: Session, { isOwn, certificate, devTools }: SessionRules): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === copy && details.isMainFrame && isOwn(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === copy && isOwn(origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const isLocal = /^(?:data|blob):/.test(details.url) || (devTools && details.url.startsWith("devtools://"));
    decide({ cancel: !isLocal && !isOwn(details.url) });
  });
  session.on("will-download", (event, item) => {
    if (!isOwn(item.getURL().replace(/^blob:/, ""))) event.preventDefault();
  });
  session.setCertificateVerifyProc(({ hostname, certificate: shown }, decide) => {
    const isOurs = ["127.0.0.1", "localhost"].includes(hostname) && shown.data.trim() === certificate()?.trim();
    decide(isOurs ? 0 : useChromiumsVerdict);
  });
};
