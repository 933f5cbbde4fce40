/**
 * The status of the open workspace, live: the socket tells what changed, and while it is open the poll only makes sure.
 * Without a socket the poll does all of it, a little later; nothing else on the page knows the difference.
 */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Status } from "../../contract/shapes/status.ts";
import { noteLive } from "./connection.ts";
import { openChannel } from "./socket.ts";

interface StatusMessage {
  readonly seq: number;
  readonly status: Partial<Status>;
}

const isStatusMessage = (message: unknown): message is StatusMessage =>
  typeof message === "object" && message !== null && "seq" in message && "status" in message && typeof message.status === "object";

const apply = (client: QueryClient, slug: string, { status }: StatusMessage): void => {
  client.setQueryData<Status>(["status", slug], (before) => {
    // The first message has all keys; a later one can only change what is there.
    if (before === undefined) return isWhole(status) ? status : undefined;
    return { ...before, ...status };
  });
  // What the list says of a workspace (state, counts, time of the last scan) follows its scans.
  if ("scans" in status || "insights" in status) void client.invalidateQueries({ queryKey: ["workspaces"] });
  if ("tasks" in status) {
    void client.invalidateQueries({ queryKey: ["runs", slug] });
    void client.invalidateQueries({ queryKey: ["recent-runs"] });
  }
};

const isWhole = (status: Partial<Status>): status is Status => status.workspace !== undefined && status.insights !== undefined;

export const useLiveStatus = (slug: string): void => {
  const client = useQueryClient();
  useEffect(() => {
    const channel = openChannel({
      address: () => `/ws/workspaces/${slug}/`,
      onMessage: (message) => {
        if (isStatusMessage(message)) apply(client, slug, message);
      },
      onState(open) {
        noteLive(open);
        // A broken socket may mean a stopped desk: the next poll finds out, at once.
        if (!open) void client.invalidateQueries({ queryKey: ["status", slug] });
      },
    });
    return () => {
      channel.close();
      noteLive(false);
    };
  }, [client, slug]);
};
