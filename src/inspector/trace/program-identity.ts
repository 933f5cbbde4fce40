/** Which program made a stored scan. A change of the inspector's code or data may change what it finds. */
import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

let known: string | undefined;

/** Of the sources as they are on disk. A build has the identity of what it was built from (`tools/build/stamp-identity.ts`). */
export const programIdentity = (): string => (known ??= identityOfFolder(fileURLToPath(new URL("../../", import.meta.url))));

const identityOfFolder = (folder: string): string => {
  const hash = createHash("sha1");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const { size, mtimeMs } = statSync(join(folder, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
};
