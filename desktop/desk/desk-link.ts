/**
 * The one connection to the desk: finds the server of the data folder or starts one, finds or starts it again when it
 * is lost, and ends what it started.
 */
import { delay } from "../../src/kit/delay.ts";
import { findDesk } from "./find-desk.ts";
import type { DeskAddress } from "./request.ts";
import { startDesk, type Program, type StartedDesk } from "./start-desk.ts";

export interface DeskLink {
  /** Of the server that proved itself last; null before. */
  readonly address: () => DeskAddress | null;
  /** Finds or starts the server. Throws with the reason when neither is possible. Calls at the same time share one attempt. */
  connect(): Promise<DeskAddress>;
  /** Ends the server if this link started it. */
  close(): Promise<void>;
}

const attempts = 4;
const betweenAttemptsMs = 700;

/** `prepare` is waited for before a server that was found or started becomes the desk. */
export const createDeskLink = (program: Program, prepare: (desk: DeskAddress) => Promise<void> = async () => {}): DeskLink => {
  let address: DeskAddress | null = null;
  let own: StartedDesk | null = null;
  let connecting: Promise<DeskAddress> | null = null;

  const start = async (port: number | null): Promise<DeskAddress> => {
    own = await startDesk(program, port);
    return own.address;
  };
  /** Another program may be opening the same desk at this moment: then it is found a moment later. */
  const attempt = async (): Promise<DeskAddress> => {
    let failure: unknown;
    for (let tried = 0; tried < attempts; tried += 1) {
      const found = await findDesk(program.dataFolder);
      if (found !== null) return found.address;
      try {
        return await start(tried === 0 && address !== null ? Number(new URL(address.url).port) : null);
      } catch (error) {
        failure = error;
      }
      if (tried + 1 < attempts) await delay(betweenAttemptsMs);
    }
    throw failure;
  };

  return {
    address: () => address,
    connect() {
      connecting ??= attempt()
        .then(async (found) => {
          await prepare(found);
          return (address = found);
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
