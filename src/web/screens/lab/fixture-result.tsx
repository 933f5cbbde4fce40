import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { CircleStop, Download } from "lucide-react";
import type { FixturePlan } from "../../../contract/shapes/fixture.ts";
import { call, type Answer } from "../../data/client.ts";
import { runQuery } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { Progress } from "../../pieces/progress.tsx";
import { RunState } from "../../pieces/run-state.tsx";
import { Failure, Skeleton } from "../../pieces/states.tsx";

interface Props {
  readonly id: number;
  /** Models whose rows come along when they point at chosen ones. */
  readonly wanted: readonly string[];
  readonly mayAsk: boolean;
  readonly onAsk: (wanted: readonly string[]) => void;
}

/** How the run stands, what it counted, and the file once there is one. */
export const FixtureResult = ({ id, wanted, mayAsk, onAsk }: Props) => {
  const { slug } = useParams({ from: "/w/$slug/lab" });
  const run = useQuery(runQuery(id));
  const status = run.data?.status;
  const { data, error } = useQuery({
    queryKey: ["fixture", id, status, run.data?.progress],
    queryFn: ({ signal }) => call("readFixture", { id }, signal),
    placeholderData: (before) => (before?.id === id ? before : undefined),
    enabled: status !== undefined,
  });
  const cancel = useMutation({ mutationFn: () => call("cancelTaskRun", { id }), onSettled: () => run.refetch() });
  if (run.error !== null && run.data === undefined) return <Failure error={run.error} />;
  if (run.data === undefined || (data === undefined && error === null)) return <Skeleton rows={5} label="Reading the slice" />;
  const active = run.data.completed_at === null;
  return (
    <div className="fixture-result">
      <p className="fixture-state">
        <span role="status">
          <RunState state={run.data.status} />
        </span>
        <Link to="/w/$slug/tasks/$id" params={{ slug, id: String(id) }}>
          Run {id}
        </Link>
        {active ? (
          <>
            <Progress value={run.data.progress} label="Progress of the export" />
            <Button onClick={() => cancel.mutate()} disabled={cancel.isPending}>
              <CircleStop size={14} aria-hidden />
              Cancel
            </Button>
          </>
        ) : null}
      </p>
      {data?.error == null ? null : (
        <p className="run-error" role="alert">
          {data.error}
        </p>
      )}
      {error === null ? null : <Failure error={error} />}
      {data === undefined ? null : <File {...data} />}
      {data?.plan == null ? null : <Plan plan={data.plan} wanted={wanted} mayAsk={mayAsk} onAsk={onAsk} />}
    </div>
  );
};

const File = ({ id, file, check }: Answer<"readFixture">) => (
  <>
    {file === null ? null : (
      <div className="lab-file fixture-file">
        <code className="truncate" title={file.path}>
          {file.filename}
        </code>
        <span className="faint num">
          {file.rows.toLocaleString()} rows, {Math.ceil(file.bytes / 1024).toLocaleString()} KiB
        </span>
        <a className="button button-plain" href={`/api/task-runs/${id}/fixture/file/`} download={file.filename}>
          <Download size={14} aria-hidden />
          Download
        </a>
      </div>
    )}
    {check === null ? null : (
      <p className={check.status === "passed" ? "fixture-check" : "run-error"} role={check.status === "passed" ? undefined : "alert"}>
        {check.status === "passed"
          ? `A fresh database, made by the ${check.made_by ?? "models"}, took it; all rows were found again.`
          : "A fresh database did not take it."}{" "}
        {check.message}
      </p>
    )}
  </>
);

const Plan = ({ plan, wanted, mayAsk, onAsk }: Omit<Props, "id"> & { readonly plan: FixturePlan }) => (
  <>
    <div className="table-wrap" tabIndex={0} role="region" aria-label="What belongs to the slice">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className="num">
              Rows
            </th>
            <th scope="col">Through</th>
            <th scope="col">Anonymised</th>
          </tr>
        </thead>
        <tbody>
          {plan.models.map(({ model, rows, via, fields }) => (
            <tr key={model}>
              <th scope="row" className="code">
                {model}
              </th>
              <td className="num">{rows.toLocaleString()}</td>
              <td className="code">{via.map(({ relation }) => (relation === "" ? "chosen" : relation)).join(", ")}</td>
              <td className="code soft">{fields.map(({ field }) => field).join(", ")}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <td className="num">{plan.rows.toLocaleString()}</td>
            <td colSpan={2}>&nbsp;</td>
          </tr>
        </tfoot>
      </table>
    </div>
    <Pointing plan={plan} wanted={wanted} mayAsk={mayAsk} onAsk={onAsk} />
    {plan.notes.map((note) => (
      <p key={note} className="soft fixture-note">
        {note}
      </p>
    ))}
  </>
);

/** Models whose rows point at chosen ones: those that come along, and those that could. */
const Pointing = ({ plan, wanted, mayAsk, onAsk }: Omit<Props, "id"> & { readonly plan: FixturePlan }) => {
  const models = [...new Set([...wanted, ...plan.pointing.map(({ model }) => model)])];
  if (models.length === 0) return null;
  const rowsOf = (model: string): number => plan.pointing.reduce((sum, each) => (each.model === model ? sum + each.rows : sum), 0);
  return (
    <fieldset className="fixture-pointing" disabled={!mayAsk}>
      <legend>Rows that point at the chosen ones</legend>
      {models.map((model) => {
        const isIn = wanted.includes(model);
        return (
          <label key={model}>
            <input
              type="checkbox"
              checked={isIn}
              onChange={() => onAsk(isIn ? wanted.filter((each) => each !== model) : [...wanted, model])}
            />
            <span className="code">{model}</span>
            <span className="faint num">{isIn ? "come along" : `${rowsOf(model).toLocaleString()} rows stay out`}</span>
          </label>
        );
      })}
    </fieldset>
  );
};
