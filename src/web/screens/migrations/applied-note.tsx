import { CircleHelp, Database } from "lucide-react";
import type { MigrationsFacts } from "../../../contract/shapes/facts.ts";
import { LongText } from "../../pieces/long-text.tsx";

/** Where the applied state comes from, per database; and plainly that it is unknown when it is. */
export const AppliedNote = ({ facts }: { readonly facts: MigrationsFacts }) => {
  const entries = Object.entries(facts.applied);
  return (
    <ul className="applied">
      {entries.map(([alias, { source, because, rows }]) => (
        <li key={alias} className={source === "unknown" ? "applied-unknown" : undefined}>
          {source === "unknown" ? <CircleHelp size={15} aria-hidden /> : <Database size={15} aria-hidden />}
          <span>
            Database <code>{alias}</code>:{" "}
            {source === "unknown" ? (
              <>
                <strong>applied state unknown.</strong> <LongText text={because} />
              </>
            ) : (
              <>
                {rows.length} applied.{" "}
                <span className="faint">
                  <LongText text={because} />
                </span>
              </>
            )}
          </span>
        </li>
      ))}
      {entries.length === 0 ? (
        <li className="applied-unknown">
          <CircleHelp size={15} aria-hidden />
          <span>
            <strong>Applied state unknown.</strong> The settings name no database that can be read.
          </span>
        </li>
      ) : null}
    </ul>
  );
};
