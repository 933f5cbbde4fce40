/** What is stored of a live scan: the report, which reading of the source it was compared with, what databases said. */
import { z } from "zod";
import { liveReport, type LiveReport } from "../../contract/shapes/live.ts";
import type { ToldApplied } from "../../inspector/applied/read-applied-migrations.ts";
import type { Store } from "../../store/open-store.ts";
import type { ScanRecord } from "../../store/scans.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { Joined } from "./join/join-in-thread.ts";

const toldState = z.object({
  engine: z.string().nullable(),
  name: z.string().nullable(),
  because: z.string(),
  rows: z.array(z.object({ app: z.string(), name: z.string() })),
});

const liveDigest = z.object({
  source_hash: z.string().nullable(),
  /** JSON of the workspace's settings when it was asked. */
  asked_with: z.string(),
  told_applied: z.record(z.string(), toldState),
  report: liveReport,
});

interface KeptLive {
  readonly scan: ScanRecord;
  readonly sourceHash: string | null;
  readonly askedWith: string;
  readonly toldApplied: ToldApplied;
  readonly report: LiveReport;
}

export interface LiveDigest extends Joined {
  readonly sourceHash: string | null;
  readonly askedWith: string;
}

/** The report is JSON text already. */
export const toLiveDigest = ({ sourceHash, askedWith, toldApplied, report }: LiveDigest): string => {
  const known = { source_hash: sourceHash, asked_with: askedWith, told_applied: toldApplied };
  return `${JSON.stringify(known).slice(0, -1)},"report":${report}}`;
};

/** Of the newest completed live scan; null when there is none. */
export const readKeptLive = async (store: Store, workspaceId: number): Promise<KeptLive | null> => {
  const scan = await store.scans.newestCompleted(workspaceId, "live");
  const text = scan === null ? null : await store.scans.digestOf(scan.id);
  if (scan === null || text === null) return null;
  const { source_hash: sourceHash, asked_with: askedWith, told_applied: toldApplied, report } = liveDigest.parse(JSON.parse(text));
  return { scan, sourceHash, askedWith, toldApplied, report };
};

/** What databases said is applied; null when they were not asked, or with other settings. */
export const readToldApplied = async (store: Store, workspace: WorkspaceRecord): Promise<ToldApplied | null> => {
  const kept = await readKeptLive(store, workspace.id);
  return kept?.askedWith === JSON.stringify(workspace.settings) ? kept.toldApplied : null;
};
