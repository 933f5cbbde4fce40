/** What stands between a project's code and the machine while a command runs. */
import type { Protection } from "../contract/shapes/task-run.ts";

/** The tier in force: argv, environment and launcher only. A run has no walls around it, and says so. */
export const findProtection = (): Protection => "none";
