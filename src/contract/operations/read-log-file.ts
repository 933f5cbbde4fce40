import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { projectLogLine } from "../shapes/project-log.ts";
import { defineOperation } from "./define.ts";

const levels = z.string().regex(/^[a-z,]*$/, "Give levels with commas between: error,critical.");

export const readLogFile = defineOperation({
  name: "readLogFile",
  method: "GET",
  path: "/api/workspaces/:slug/log-lines/",
  input: z.strictObject({
    slug,
    file: z.string().min(1).max(4096),
    /** Only lines that hold this text, whatever its case. */
    q: z.string().max(200).default(""),
    /** Only lines of these levels; all when empty. */
    levels: levels.default(""),
    /** Place among the lines that fit, from 0. Without it: the last ones. */
    from: z.coerce.number().int().min(0).optional(),
    /** Instead of `from`: the page around this line. */
    around: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(0).max(1000).default(200),
  }),
  output: z.object({
    file: z.string(),
    /** Another value means another file at this path: what was read before is void. */
    generation: z.string(),
    /** Lines in the file, and of these the ones that fit. */
    total: z.int().min(0),
    matches: z.int().min(0),
    /** Bytes at the beginning that are left out of a file that is too large. */
    skipped_bytes: z.int().min(0),
    counts: z.record(z.string(), z.int()),
    from: z.int().min(0),
    lines: z.array(projectLogLine),
  }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found", "log-file-not-found", "invalid-input"],
  summary: "Lines of a log file of the project, searched and filtered.",
});
