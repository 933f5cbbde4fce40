import { z } from "zod";

/** `server.json` in the data folder: where the running server listens. Its nonce is the one that `/api/health/` answers. */
export const serverFile = z.object({
  pid: z.int(),
  url: z.string(),
  nonce: z.string(),
  started_at: z.string(),
  /** Whether callers must send the token that is in `access-token` beside this file. */
  needs_token: z.boolean().default(false),
});
export type ServerFile = z.infer<typeof serverFile>;
