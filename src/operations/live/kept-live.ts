/** What is stored of a live scan: the report, and which reading of the source it was compared with. */
import { z } from "zod";
import { liveReport, type LiveReport } from "../../contract/shapes/live.ts";
import type { Store } from "../../store/open-store.ts";
import type { ScanRecord } from "../../store/scans.ts";

const liveDigest = z.object({ source_hash: z.string().nullable(), report: liveReport });

interface KeptLive {
  readonly scan: ScanRecord;
  readonly sourceHash: string | null;
  readonly report: LiveReport;
}

/** `report` is JSON text already. */
export const toLiveDigest = ({ sourceHash, report }: { readonly sourceHash: string | null; readonly report: string }): string =>
  `{"source_hash":${JSON.stringify(sourceHash)},"report":${report}}`;

/** Of the newest completed live scan; null when there is none. */
export const readKeptLive = async (store: Store, workspaceId: number): Promise<KeptLive | null> => {
  const scan = await store.scans.newestCompleted(workspaceId, "live");
  const text = scan === null ? null : await store.scans.digestOf(scan.id);
  if (scan === null || text === null) return null;
  const { source_hash: sourceHash, report } = liveDigest.parse(JSON.parse(text));
  return { scan, sourceHash, report };
};
