import { sql, type RawBuilder } from "kysely";

/** A moment of a scan or a run, never before the last one that is stored of it: a clock may be put back meanwhile. */
export const notBefore = (at: number): RawBuilder<number> => sql<number>`max(coalesce(started_at, requested_at), ${at})`;
