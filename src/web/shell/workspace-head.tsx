import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { GitBranch, Play, RefreshCw, Shield, ShieldCheck, ShieldQuestion } from "lucide-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Workspace } from "../../contract/shapes/workspace.ts";
import { call } from "../data/client.ts";
import { useConnection } from "../data/connection.ts";
import { statusQuery } from "../data/queries.ts";
import { Button } from "../pieces/button.tsx";
import { Moment } from "../pieces/moment.tsx";
import { CopyButton } from "../pieces/source-link.tsx";

const tiers = {
  none: {
    word: "None",
    about:
      "No sandbox: only the command line, the environment and the database session are kept in check. A project's code can do all you can.",
  },
  landlock: {
    word: "Landlock",
    about: "The kernel keeps commands from writing anywhere but a scratch folder. They can still read what you can.",
  },
  full: {
    word: "Full sandbox",
    about: "Commands see a copy of the project, none of your home folder, and no network but the project's databases.",
  },
} as const;

const kinds: Readonly<Record<string, string>> = { given: "chosen by you", system: "of the system" };

/** Who, where, with what: name, path, branch, versions, environment, tier, last scan, and whether it is live. */
export const WorkspaceHead = ({ workspace }: { readonly workspace: Workspace }) => {
  const { environment } = workspace;
  const tier = tiers[workspace.protection];
  return (
    <header className="head">
      <div className="head-title">
        <h1>{workspace.name}</h1>
        <LiveState workspace={workspace} />
        <div className="head-actions">
          <Rescan slug={workspace.slug} available={workspace.available} />
          <Link to="/w/$slug/tasks" params={{ slug: workspace.slug }} className="button button-primary">
            <Play size={14} aria-hidden />
            Run a task
          </Link>
        </div>
      </div>
      <dl className="head-facts">
        <Fact label="Folder">
          <span className="code truncate" title={workspace.project_path}>
            {workspace.project_path}
          </span>
          <CopyButton text={workspace.project_path} what="the path" />
        </Fact>
        {workspace.git_branch === null ? null : (
          <Fact label="Branch">
            <GitBranch size={13} aria-hidden />
            <span className="code truncate">{workspace.git_branch}</span>
          </Fact>
        )}
        <Fact label="Django">{environment.django_version ?? <Unknown why={environment.problem} />}</Fact>
        <Fact label="Python">
          {environment.python_version ?? <Unknown why={environment.problem} />}
          {environment.kind === null || workspace.bundled ? null : (
            <span className="faint">{kinds[environment.kind] ?? environment.kind}</span>
          )}
        </Fact>
        <Fact label="Protection">
          {workspace.protection === "none" ? <Shield size={13} aria-hidden /> : <ShieldCheck size={13} aria-hidden />}
          <span title={tier.about}>{tier.word}</span>
        </Fact>
        <Fact label="Last scan">{workspace.last_scan_at === null ? "not yet" : <Moment at={workspace.last_scan_at} />}</Fact>
      </dl>
    </header>
  );
};

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="head-fact">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const Unknown = ({ why }: { readonly why: string | null }) => (
  <span className="mark tone-faint" title={why ?? "Not found in the project or its environment."}>
    <ShieldQuestion size={13} aria-hidden />
    unknown
  </span>
);

const LiveState = ({ workspace }: { readonly workspace: Workspace }) => {
  const { online, live } = useConnection();
  const state = !online ? "offline" : !workspace.available ? "gone" : workspace.status;
  const words = {
    offline: ["faint", "Offline"],
    gone: ["warning", "Folder not found"],
    new: ["faint", "Not read yet"],
    scanning: ["info", "Reading…"],
    ready: ["success", "Online"],
    failed: ["danger", "Stale: last scan failed"],
  } as const;
  const [tone, word] = words[state];
  return (
    <span className={`pill tone-${tone}`} title={toManner(online, live)}>
      <span className={`dot dot-${state} tone-${tone}`} aria-hidden />
      {word}
    </span>
  );
};

const toManner = (online: boolean, live: boolean): string => {
  if (!online) return "The desk does not answer";
  return live ? "Changes arrive as they happen" : "Changes are asked for every two seconds";
};

const Rescan = ({ slug, available }: { readonly slug: string; readonly available: boolean }) => {
  const client = useQueryClient();
  const { data } = useQuery(statusQuery(slug));
  const busy = data?.scans.some(({ status }) => status === "running" || status === "pending") ?? false;
  const scan = useMutation({
    mutationFn: () => call("startScan", { slug, kind: "schema" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["status", slug] }),
  });
  return (
    <Button onClick={() => scan.mutate()} disabled={!available || scan.isPending} title="Read the source again; nothing is run">
      <RefreshCw size={14} aria-hidden className={busy || scan.isPending ? "turning" : undefined} />
      Rescan
    </Button>
  );
};
