/** The project's own log files, as its LOGGING setting names them. */
import { z } from "zod";
import { moment } from "./common.ts";
import { logLevel } from "./status.ts";

export const logFile = z.object({
  /** Absolute. Names the file in `readLogFile`. */
  file: z.string(),
  /** Bytes; 0 when it cannot be read. */
  size: z.int().min(0),
  modified_at: moment.nullable(),
  /** False when there is no regular file that may be read. */
  available: z.boolean(),
});
export type LogFile = z.infer<typeof logFile>;

export const projectLogLine = z.object({
  /** Counts from 1, filters or none. */
  line: z.int().min(1),
  /** A line without a level has that of the line before it: a traceback belongs to its error. */
  level: logLevel,
  /** Secrets masked; colours as ANSI sequences. */
  text: z.string(),
});
export type ProjectLogLine = z.infer<typeof projectLogLine>;
