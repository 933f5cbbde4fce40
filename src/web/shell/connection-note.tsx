import { Unplug } from "lucide-react";
import { useConnection } from "../data/connection.ts";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** Said once for the whole page: the desk is silent, what stands here is old, and from when. */
export const ConnectionNote = () => {
  const { online, lastAnswerAt } = useConnection();
  return (
    <div role="status" className="connection">
      {online ? null : (
        <p className="connection-lost">
          <Unplug size={15} aria-hidden />
          <span>
            <strong>Offline.</strong> The desk does not answer
            {lastAnswerAt === null ? "." : `; this page shows what it knew at ${clock.format(lastAnswerAt)}.`} It goes on by itself when{" "}
            <code>djdesk</code> runs again.
          </span>
        </p>
      )}
    </div>
  );
};
