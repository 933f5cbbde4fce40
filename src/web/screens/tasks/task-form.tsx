import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { useId, useState, type FormEvent } from "react";
import type { Preset } from "../../../contract/shapes/preset.ts";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { mayRun } from "../../data/may-run.ts";
import { call, RefusedByDesk } from "../../data/client.ts";
import { Button } from "../../pieces/button.tsx";
import { CopyButton } from "../../pieces/source-link.tsx";
import { Failure } from "../../pieces/states.tsx";
import { OptionField } from "./option-field.tsx";
import { spellCommand, toOptions, type Given } from "./spell-command.ts";
import { useSuggestions } from "./use-suggestions.ts";
import { LongText } from "../../pieces/long-text.tsx";

interface Props {
  readonly workspace: Workspace;
  readonly preset: Preset;
  readonly start: Given;
}

const none: readonly string[] = [];

/** The table is in the order of the command line; a person answers what is asked first. */
const requiredFirst = (options: Preset["options"]): Preset["options"] =>
  [...options].sort((a, b) => Number(b.required) - Number(a.required) || Number(a.kind === "flag") - Number(b.kind === "flag"));

/** Answers, the exact command line they make, the read-only acknowledgement, and the button. */
export const TaskForm = ({ workspace, preset, start }: Props) => {
  const { slug } = workspace;
  const [given, setGiven] = useState<Given>(start);
  const [accepted, setAccepted] = useState(false);
  const acceptId = useId();
  const suggest = useSuggestions(slug);
  const client = useQueryClient();
  const navigate = useNavigate();
  const queue = useMutation({
    mutationFn: () =>
      call("queueTaskRun", { ...toOptions(preset, given), workspace: slug, preset: preset.key, confirm_safe: accepted ? "on" : "" }),
    onSuccess: async ({ task_run: run }) => {
      client.setQueryData(["run", run.id], run);
      void client.invalidateQueries({ queryKey: ["runs", slug] });
      void client.invalidateQueries({ queryKey: ["recent-runs"] });
      await navigate({ to: "/w/$slug/tasks/$id", params: { slug, id: String(run.id) } });
    },
  });
  const errors = queue.error instanceof RefusedByDesk ? (queue.error.body.errors ?? {}) : {};
  const named = new Set(["confirm_safe", ...preset.options.map(({ name }) => name)]);
  const elsewhere = queue.error !== null && !Object.keys(errors).some((name) => named.has(name));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    queue.mutate();
  };
  return (
    <form className="task-form" onSubmit={submit} noValidate aria-labelledby="task-title">
      <header>
        <h2 id="task-title" className="task-title">
          {preset.label}
        </h2>
        <p className="soft">
          <LongText text={preset.description} />
        </p>
      </header>
      {preset.options.length === 0 ? null : (
        <div className="fields">
          {requiredFirst(preset.options).map((option) => (
            <OptionField
              key={option.name}
              option={option}
              value={given[option.name] ?? (option.kind === "flag" ? false : "")}
              suggestions={suggest(option, given)}
              errors={errors[option.name] ?? none}
              onChange={(value) => setGiven({ ...given, [option.name]: value })}
            />
          ))}
        </div>
      )}
      <Preview command={spellCommand(preset, given)} workspace={workspace} seconds={preset.timeout_seconds} />
      <div className="accept">
        <input
          id={acceptId}
          type="checkbox"
          checked={accepted}
          onChange={(event) => setAccepted(event.target.checked)}
          aria-describedby={`${acceptId}-error`}
        />
        <label htmlFor={acceptId}>
          <strong>I acknowledge the read-only contract.</strong> The project's own code runs, under a command that only reads; its output is
          kept in the log with secrets masked.
        </label>
        <div id={`${acceptId}-error`} className="accept-error">
          {(errors["confirm_safe"] ?? none).map((message) => (
            <p key={message} className="field-fault">
              {message}
            </p>
          ))}
        </div>
      </div>
      {elsewhere ? <Failure error={queue.error} /> : null}
      <div className="task-actions">
        <Button look="primary" type="submit" disabled={queue.isPending || !mayRun(workspace) || !accepted}>
          <Play size={14} aria-hidden />
          {queue.isPending ? "Queueing…" : "Run"}
        </Button>
        <span className="faint task-why">
          {mayRun(workspace) ? (accepted ? "" : "Acknowledge the contract to run.") : "Trust the folder to run."}
        </span>
      </div>
    </form>
  );
};

interface PreviewProps {
  readonly command: string;
  readonly workspace: Workspace;
  readonly seconds: number;
}

const tierWords = {
  none: "no sandbox",
  landlock: "Landlock: the kernel refuses writes outside a scratch folder",
  full: "full sandbox: a copy of the project, no home folder, no network but its databases",
} as const;

const Preview = ({ command, workspace, seconds }: PreviewProps) => (
  <section className="preview" aria-label="What will run">
    <div className="preview-line code">
      <span className="faint" aria-hidden>
        $
      </span>
      <output>{command}</output>
      <CopyButton text={command} what="the command" />
    </div>
    <dl className="preview-facts">
      <div>
        <dt>In</dt>
        <dd className="code">{workspace.project_path}</dd>
      </div>
      <div>
        <dt>With</dt>
        <dd className="code">{workspace.environment.python ?? "no interpreter found"}</dd>
      </div>
      <div>
        <dt>Under</dt>
        <dd>{tierWords[workspace.protection]}</dd>
      </div>
      <div>
        <dt>At most</dt>
        <dd className="num">{seconds} s</dd>
      </div>
    </dl>
  </section>
);
