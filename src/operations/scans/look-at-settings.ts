/** Settings as another module than the scan's makes them: a scan that nobody stores, in a thread of its own. */
import type { SettingsFacts } from "../../contract/shapes/facts.ts";
import { fromSections } from "./facts-sections.ts";
import type { InspectRequest } from "./scan-messages.ts";
import { createScanWorker, type ScanWorker } from "./scan-worker.ts";

export interface SettingsLook {
  /** One after the other. Rejects with a sentence when the module could not be read. */
  look(request: InspectRequest): Promise<SettingsFacts>;
  close(): Promise<void>;
}

export const createSettingsLook = (cacheFolder: string | undefined): SettingsLook => {
  let before: Promise<unknown> = Promise.resolve();
  let running: ScanWorker | null = null;
  let closed = false;

  const look = async (request: InspectRequest): Promise<SettingsFacts> => {
    if (closed) throw new Error("DJDesk was closed.");
    running = createScanWorker({ cacheFolder });
    try {
      const { sections } = await running.scan(request, () => {});
      const { settings } = fromSections(sections.filter(({ section }) => section === "settings"));
      if (settings === undefined) throw new Error("The scan told nothing of the settings.");
      return settings;
    } finally {
      await running.close();
      running = null;
    }
  };
  return {
    look: (request) => {
      const looked = before.then(() => look(request));
      before = looked.catch(() => {});
      return looked;
    },
    async close() {
      closed = true;
      await running?.close();
      await before;
    },
  };
};
