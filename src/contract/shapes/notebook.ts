/** Jupyter notebooks as the format 4.5 says, as far as ours go. */
import { z } from "zod";

export const notebookKey = z.enum(["schema-audit", "query-starter", "migration-history"]);
export type NotebookKey = z.infer<typeof notebookKey>;

const id = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);

export const notebookCell = z.discriminatedUnion("cell_type", [
  z.object({ id, cell_type: z.literal("markdown"), metadata: z.object({}), source: z.string() }),
  z.object({
    id,
    cell_type: z.literal("code"),
    metadata: z.object({}),
    source: z.string(),
    execution_count: z.null(),
    outputs: z.array(z.never()),
  }),
]);
export type NotebookCell = z.infer<typeof notebookCell>;

export const notebook = z.object({
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
  metadata: z.object({
    kernelspec: z.object({ display_name: z.string(), language: z.literal("python"), name: z.string() }),
    language_info: z.object({ name: z.literal("python") }),
  }),
  cells: z.array(notebookCell),
});
export type Notebook = z.infer<typeof notebook>;

export const notebookSummary = z.object({ key: notebookKey, title: z.string(), description: z.string(), filename: z.string() });
