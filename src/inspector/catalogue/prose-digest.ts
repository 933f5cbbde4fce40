/** Eight hexadecimal digits of a text that is not kept: enough to tell whether another is the same. */
import { createHash } from "node:crypto";

export const proseDigest = (text: string): string => createHash("sha1").update(text, "utf8").digest("hex").slice(0, 8);
