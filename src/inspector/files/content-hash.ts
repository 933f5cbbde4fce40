import { hash } from "node:crypto";

/** SHA-1 in hex: a key for caches, not a seal. Equal for equal bytes, on disk and in memory. */
export const contentHash = (bytes: Uint8Array): string => hash("sha1", bytes, "hex");
