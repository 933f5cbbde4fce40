/**
 * The one connection to the desk: finds the server of the data folder or starts one, finds or starts it again when it
 * is lost, and ends what it started.
 */
import { delay } from "../../src/kit/delay.ts";
import type { ServerAddress } from "../../src/operations/access/ask-server.ts";
import { findServer, type FoundServer } from "../../src/operations/access/find-server.ts";
import { startDesk, type Program, type StartedDesk } from "./start-desk.ts";

export interface DeskLink {
  /** Of the server that proved itself last; null before. */
  readonly address: () => ServerAddress | null;
  /** Finds or starts the server. Throws with the reason when neither is possible. Calls at the same time share one attempt. */
  connect(): Promise<FoundServer>;
  /** Ends the server if this link started it. */
  close(): Promise<void>;
}

const withinMs = 20_000;
const lookEveryMs = 15;
/** Another program may be opening the same desk at this moment: then it is found a moment later. */
const mostStarts = 4;
const betweenStartsMs = 700;

/** `prepare` is waited for before a server that was found or started becomes the desk. */
export const createDeskLink = (program: Program, prepare: (desk: ServerAddress) => Promise<void> = async () => {}): DeskLink => {
  let address: ServerAddress | null = null;
  let own: StartedDesk | null = null;
  let connecting: Promise<FoundServer> | null = null;

  const attempt = async (): Promise<FoundServer> => {
    let port = address === null ? null : Number(new URL(address.url).port);
    if (own?.failure() !== null) own = null;
    let failures = 0;
    for (const until = Date.now() + withinMs; Date.now() < until; await delay(lookEveryMs)) {
      const found = await findServer(program.dataFolder);
      if (found !== null) {
        if (found.pid !== own?.pid) await own?.end();
        return found;
      }
      own ??= startDesk(program, port);
      const failure = own.failure();
      if (failure === null) continue;
      own = port = null;
      if (++failures === mostStarts) throw new Error(failure);
      await delay(betweenStartsMs);
    }
    await own?.end();
    throw new Error("The desk did not answer within 20 seconds.");
  };

  return {
    address: () => address,
    connect() {
      connecting ??= attempt()
        .then(async (found) => {
          await prepare(found.address);
          address = found.address;
          return found;
        })
        .finally(() => (connecting = null));
      return connecting;
    },
    async close() {
      await connecting?.catch(() => null);
      await own?.end();
    },
  };
};
