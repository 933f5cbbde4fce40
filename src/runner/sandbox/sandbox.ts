/** The words of this room: what can stand between a project's code and the machine while a command runs. */
import type { Protection } from "../../contract/shapes/protection.ts";

export interface Landlock {
  readonly kind: "landlock";
  readonly abi: number;
  /**
   * One of the system, which applies it before the project's interpreter starts; null when there is none and the
   * launcher applies it, after code of the interpreter's environment may have run.
   */
  readonly python: string | null;
  /** The kernel also refuses system calls that Landlock knows nothing of. */
  readonly filtered: boolean;
}

/** How the walls are made. What a mechanism promises per tier is in docs/security.md. */
export type Sandbox =
  /** bubblewrap 0.11 or newer, which mounts the copy-on-write overlay itself. */
  | { readonly kind: "bubblewrap"; readonly program: string; readonly version: string }
  /** An older bubblewrap inside a mount namespace where `unshare` and `mount` made the overlay. */
  | { readonly kind: "unshare"; readonly program: string; readonly version: string; readonly unshare: string }
  /** macOS. */
  | { readonly kind: "seatbelt"; readonly program: string }
  | Landlock
  | { readonly kind: "none" };

const tiers = { bubblewrap: "full", unshare: "full", seatbelt: "full", landlock: "landlock", none: "none" } as const;

export const tierOf = (sandbox: Sandbox): Protection => tiers[sandbox.kind];

export const noSandbox: Sandbox = { kind: "none" };
