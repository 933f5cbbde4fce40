/** Gives a build its identity: a hash of the sources it is made of, in place of a look at the sources that are not there any more. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "rolldown";

const hashOf = (folder: string): string => {
  const hash = createHash("sha1");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    hash.update(path.slice(folder.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
};

export const stampIdentity = (root: string): Plugin => ({
  name: "stamp-identity",
  load: {
    filter: { id: /[\\/]trace[\\/]program-identity\.ts$/ },
    handler: () => `export const programIdentity = () => ${JSON.stringify(hashOf(join(root, "src")))};`,
  },
});
