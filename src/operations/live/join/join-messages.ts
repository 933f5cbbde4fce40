/** What the thread that joins is given, and what it answers. */
import type { ToldApplied } from "../../../inspector/applied/read-applied-migrations.ts";

export interface JoinTask {
  readonly run: number;
  /** Milliseconds since the epoch: when life was asked, when the facts of the source were stored. */
  readonly askedAt: number;
  readonly sourceAt: number;
  /** Facts of the source, section by section, as stored. */
  readonly sections: readonly { readonly section: string; readonly body: Uint8Array }[];
  /** What the command told: as it came, or as it was kept. */
  readonly told: { readonly as: "lines" | "kept"; readonly bytes: Uint8Array };
}

export type JoinAnswer =
  | {
      readonly kind: "done";
      /** JSON of the `LiveReport`. */
      readonly report: string;
      /** What was told, compressed, to be joined again with facts that are read later. */
      readonly kept: Uint8Array;
      /** What its databases said is applied, for the next reading of the source. */
      readonly toldApplied: ToldApplied;
      /** Aliases of which the source did not know it, and life did. */
      readonly newlyTold: readonly string[];
      readonly summary: string;
      readonly measures: Readonly<Record<string, number | null>>;
    }
  | { readonly kind: "failed"; readonly message: string };
