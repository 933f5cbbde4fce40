/** What the scan thread is asked and what it answers. */
import type { ToldApplied } from "../../inspector/applied/read-applied-migrations.ts";
import type { Stage } from "../../inspector/inspect.ts";

/** What a scan reads and what its user said about it. Paths are absolute. */
export interface InspectRequest {
  readonly folder: string;
  readonly settingsModule?: string;
  readonly pythonPath?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly python?: string;
  /** What databases said of themselves when the running project was asked. */
  readonly toldApplied?: ToldApplied;
}

export interface ScanTask {
  readonly id: number;
  readonly request: InspectRequest;
}

export interface ScanResult {
  /** JSON text of the digest. */
  readonly digest: string;
  /** Equal for equal facts; `timing` left out. */
  readonly hash: string;
  /** Secrets of the settings: kept in memory to mask them in output, never stored. */
  readonly secrets: readonly string[];
  /** The facts, section by section, as compressed JSON. */
  readonly sections: readonly { readonly section: string; readonly body: Uint8Array }[];
}

export type ScanAnswer =
  | { readonly kind: "stage"; readonly id: number; readonly stage: Stage }
  | { readonly kind: "done"; readonly id: number; readonly result: ScanResult }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
