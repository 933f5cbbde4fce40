import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { ModelLink } from "./model-link.tsx";

interface Props {
  readonly slug: string;
  readonly model: ModelFacts;
  readonly known: ReadonlySet<string>;
}

/** The relations that end here, with the attribute that Django adds for each. */
export const ReverseTable = ({ slug, model, known }: Props) => {
  if (model.reverse.length === 0) return <p className="panel-empty">No model points here.</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`Relations to ${model.label}`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Accessor</th>
            <th scope="col">From</th>
            <th scope="col">Field</th>
            <th scope="col" className="reverse-query">
              In queries
            </th>
          </tr>
        </thead>
        <tbody>
          {model.reverse.map((reverse) => (
            <tr key={`${reverse.from} ${reverse.field}`}>
              <th scope="row">
                {reverse.accessor === null ? (
                  <span className="faint">{reverse.hidden ? "hidden" : "?"}</span>
                ) : (
                  <code>{reverse.accessor}</code>
                )}
              </th>
              <td>
                <ModelLink slug={slug} label={reverse.from} known={known} />
              </td>
              <td>
                <code>{reverse.field}</code>
              </td>
              <td className="reverse-query">
                {reverse.query_name === null ? <span className="faint">–</span> : <code className="faint">{reverse.query_name}__…</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
