/** What no page of the shell can do: leave the desk's origin, open a window, hold a webview, keep its window open, send packets past the session. */
import type { WebContents } from "electron";

export interface ContentsRules {
  /** Whether the address is the desk's own. */
  readonly isOwn: (address: string) => boolean;
  /** A link that must not be followed here: the allow-list decides whether the system opens it. */
  readonly leave: (address: string) => void;
  /** A page of the desk that asked for a window of its own. */
  readonly show: (address: string) => void;
}

export const guardContents = (contents: WebContents, { isOwn, leave, show }: ContentsRules): void => {
  contents.setWindowOpenHandler(({ url }) => {
    if (isOwn(url)) show(url);
    else leave(url);
    return { action: "deny" };
  });
  contents.on("will-navigate", (event, url) => {
    const address = addressOf(event, url);
    if (isOwn(address)) return;
    event.preventDefault();
    leave(address);
  });
  contents.on("will-redirect", (event, url) => {
    if (!isOwn(addressOf(event, url))) event.preventDefault();
  });
  // Frames below the main one; an Electron without this event has the policy of the page, which forbids frames.
  contents.on("will-frame-navigate", (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  // Otherwise a page that does not want to be left keeps the window open.
  contents.on("will-prevent-unload", (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
};

/** Older Electrons give the address beside the event, newer ones in it. */
const addressOf = (event: object, beside: string): string => ("url" in event && typeof event.url === "string" ? event.url : beside);
