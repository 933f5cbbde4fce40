/** Commander can start executables as sub-commands, for which it loads `node:child_process`, a third of its start. DJDesk has none. */
import type { Plugin } from "rolldown";

const never = "\0never-started";

export const quickStart = (): Plugin => ({
  name: "quick-start",
  resolveId: {
    filter: { id: /^node:child_process$/ },
    handler: (_id, importer) => (importer !== undefined && /node_modules[\\/]commander[\\/]/.test(importer) ? never : null),
  },
  load: {
    filter: { id: /never-started$/ },
    handler: () => "export default {};",
  },
});
