import type { NotebookKey } from "../../contract/shapes/notebook.ts";

export const templates: Readonly<Record<NotebookKey, { readonly title: string; readonly description: string }>> = {
  "schema-audit": {
    title: "Schema audit",
    description: "The models in a table, what is worth a second look, how full the tables and columns are.",
  },
  "query-starter": {
    title: "Query starter",
    description: "Queries on the best connected models, with the relations that they really have.",
  },
  "migration-history": {
    title: "Migration history",
    description: "What stands on disk, what is applied and since when, what waits.",
  },
};
