import { ModelLink } from "../models/model-link.tsx";
import type { Choice } from "./choose-models.ts";

interface Props {
  readonly slug: string;
  readonly choice: Choice;
}

const kinds = {
  many_to_one: "many to one",
  one_to_one: "one to one",
  many_to_many: "many to many",
  parent: "child of",
  proxy: "proxy of",
} as const;

/** The same relations as text: for screen readers, for searching with the browser, and for people who prefer it. */
export const SchemaTable = ({ slug, choice }: Props) => {
  const known = new Set(choice.models.map(({ label }) => label));
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Relations as a table">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Field</th>
            <th scope="col">Kind</th>
            <th scope="col">To</th>
            <th scope="col">On delete</th>
          </tr>
        </thead>
        <tbody>
          {choice.edges.map((edge) => (
            <tr key={edge.id}>
              <th scope="row">
                <ModelLink slug={slug} label={edge.source} known={known} />
              </th>
              <td>{edge.field === null ? <span className="faint">–</span> : <code>{edge.field}</code>}</td>
              <td>{kinds[edge.kind]}</td>
              <td>
                <ModelLink slug={slug} label={edge.target} known={known} />
              </td>
              <td>{edge.onDelete === null ? <span className="faint">–</span> : <code>{edge.onDelete}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {choice.edges.length === 0 ? <p className="panel-empty">No relations among these models.</p> : null}
    </div>
  );
};
