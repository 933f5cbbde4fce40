import type { Handler } from "./handler.ts";

export const readHealth: Handler<"readHealth"> = async (desk) => ({
  product: "djdesk",
  version: desk.version,
  nonce: desk.nonce,
  protection: desk.protection.report.tier,
  uptime_seconds: Math.round((desk.clock.now() - desk.startedAt) / 100) / 10,
  workspaces: await desk.store.workspaces.count(),
});
