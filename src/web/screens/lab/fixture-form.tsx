import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { call, RefusedByDesk } from "../../data/client.ts";
import { mayRun } from "../../data/may-run.ts";
import { runQuery, useFacts, useWorkspace } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { Failure } from "../../pieces/states.tsx";
import { TrustBanner } from "../overview/trust-banner.tsx";
import { toList } from "../../data/view-state.ts";
import { FixtureResult } from "./fixture-result.tsx";
import "../tasks/tasks.css";

/** What is chosen stands in the address, and so does the run that answered last. */
export const FixtureForm = () => {
  const { slug } = useParams({ from: "/w/$slug/lab" });
  const { model = "", pks = "", filter = "", reverse, keep = "", run } = useSearch({ from: "/w/$slug/lab" });
  const navigate = useNavigate({ from: "/w/$slug/lab" });
  const workspace = useWorkspace(slug);
  const models = useFacts(slug, "models").data?.models ?? [];
  const [fields, setFields] = useState({ model, pks, filter, keep });
  const wanted = toList(reverse);
  const last = useQuery({ ...runQuery(Number(run)), enabled: run !== undefined });
  const isBusy = run !== undefined && last.data !== undefined && last.data.completed_at === null;

  const ask = useMutation({
    mutationFn: async ({ plan, also }: { readonly plan: boolean; readonly also: readonly string[] }) => {
      const given = Object.entries({ ...fields, reverse: also.join(" ") }).filter(([, value]) => value.trim() !== "");
      const { task_run } = await call("exportFixture", {
        slug,
        confirm_safe: "on",
        ...Object.fromEntries(given),
        ...(plan ? { plan } : {}),
      });
      return { id: task_run.id, also };
    },
    onSuccess: ({ id, also }) =>
      void navigate({
        search: (before) => ({ ...before, ...fields, reverse: also.join(",") || undefined, run: String(id) }),
        replace: true,
      }),
  });
  if (workspace === undefined || workspace === null) return null;
  const faults = ask.error instanceof RefusedByDesk ? (ask.error.body.errors ?? {}) : {};
  const isReady = mayRun(workspace) && !ask.isPending && !isBusy;
  const set = (change: Partial<typeof fields>): void => setFields((before) => ({ ...before, ...change }));
  return (
    <section className="lab-book lab-fixture" aria-label="Fixture slice">
      <TrustBanner workspace={workspace} />
      <form
        className="fixture-form"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate({ plan: true, also: wanted });
        }}
      >
        <Field label="Model" help="app.Model; several with spaces between." faults={faults["model"]} list="fixture-models">
          {(shared) => <input {...shared} value={fields.model} required onChange={({ target }) => set({ model: target.value })} />}
        </Field>
        <datalist id="fixture-models">
          {models.map(({ label }) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
        </datalist>
        <Field label="Primary keys" help="Only these rows; all when empty." faults={faults["pks"]}>
          {(shared) => <input {...shared} value={fields.pks} onChange={({ target }) => set({ pks: target.value })} />}
        </Field>
        <Field label="Filter" help="status=paid&total__gte=10, in Django’s words." faults={faults["filter"]}>
          {(shared) => <input {...shared} value={fields.filter} onChange={({ target }) => set({ filter: target.value })} />}
        </Field>
        <Field label="Keep as they are" help="Kinds (names, emails, …), models or app.Model.field names." faults={faults["keep"]}>
          {(shared) => <input {...shared} value={fields.keep} onChange={({ target }) => set({ keep: target.value })} />}
        </Field>
        <p className="fixture-actions">
          <Button type="submit" disabled={!isReady}>
            Count what belongs to it
          </Button>
          <Button
            look="primary"
            disabled={!isReady || fields.model.trim() === ""}
            onClick={() => ask.mutate({ plan: false, also: wanted })}
          >
            Export
          </Button>
        </p>
      </form>
      {ask.error === null ? null : <Failure error={ask.error} />}
      {run === undefined ? (
        <p className="faint fixture-about">
          The rows and everything that they need go into a file in DJDesk’s own folder, with what tells of people replaced. A scratch
          database loads it to see that it does. The project and its database stay as they are.
        </p>
      ) : (
        <FixtureResult id={Number(run)} wanted={wanted} mayAsk={isReady} onAsk={(also) => ask.mutate({ plan: true, also })} />
      )}
    </section>
  );
};

interface FieldProps {
  readonly label: string;
  readonly help: string;
  readonly faults: readonly string[] | undefined;
  readonly list?: string;
  readonly children: (shared: {
    readonly id: string;
    readonly className: string;
    readonly type: "text";
    readonly spellCheck: false;
    readonly autoComplete: "off";
    readonly list: string | undefined;
    readonly "aria-describedby": string;
    readonly "aria-invalid": boolean;
  }) => React.ReactNode;
}

const Field = ({ label, help, faults = [], list, children }: FieldProps) => {
  const id = `fixture-${label.toLowerCase().replaceAll(" ", "-")}`;
  const invalid = faults.length > 0;
  const about = { "aria-describedby": `${id}-help`, "aria-invalid": invalid };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, className: "code", type: "text", spellCheck: false, autoComplete: "off", list, ...about })}
      <p id={`${id}-help`} className={invalid ? "field-fault" : "field-help"}>
        {invalid ? faults.join(" ") : help}
      </p>
    </div>
  );
};
