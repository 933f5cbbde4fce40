import type { IncomingMessage } from "node:http";

/** Node takes the chunks of any body whose last transfer coding is `chunked`, and undoes no other coding. */
export const isOddlyCoded = ({ headers }: IncomingMessage): boolean =>
  (headers["transfer-encoding"] ?? "chunked").toLowerCase() !== "chunked";
