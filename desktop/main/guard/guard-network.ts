/**
 * Where the network leads: to the desk. What the filter of requests does not see (a peer connection's TCP) is sent to a
 * proxy that no network has; the desk alone is reached without it.
 */
import type { Session } from "electron";

const nowhere = "255.255.255.255:9";

export const leadOnlyTo = (session: Session, desk: string): Promise<void> =>
  session.setProxy({ mode: "fixed_servers", proxyRules: nowhere, proxyBypassRules: `<-loopback>;${new URL(desk).host}` });
