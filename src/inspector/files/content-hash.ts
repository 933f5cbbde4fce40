import { createHash } from "node:crypto";

/** SHA-1 in hex: a key for caches, not a seal. Equal for equal bytes, on disk and in memory. */
export const contentHash = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");
