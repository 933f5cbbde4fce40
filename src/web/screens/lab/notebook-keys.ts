import type { NotebookKey } from "../../../contract/shapes/notebook.ts";

export type { NotebookKey };

/** The notebooks that an address may name. */
export const notebookKeys: readonly NotebookKey[] = ["schema-audit", "query-starter", "migration-history"];
