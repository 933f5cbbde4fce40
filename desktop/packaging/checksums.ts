import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const installer = /\.(AppImage|deb|dmg|zip|exe)$/;

/** Writes `SHA256SUMS` of a folder's installers, as `sha256sum --check` reads it; nothing when there are none. */
export const writeChecksums = (folder: string): void => {
  const lines = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && installer.test(entry.name))
    .map(({ name }) => {
      const hash = createHash("sha256").update(readFileSync(join(folder, name)));
      return `${hash.digest("hex")}  ${name}\n`;
    });
  if (lines.length > 0) writeFileSync(join(folder, "SHA256SUMS"), lines.toSorted().join(""));
};
