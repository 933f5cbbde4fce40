/** One way to anything: ⌘K opens a list of screens, facts, tasks, workspaces and the guide that narrows as one types. */
import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { BookOpen, FolderPlus, LayoutDashboard, Moon, Package, Play, RefreshCw, Sun, SunMoon } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { call } from "../data/client.ts";
import { guideQuery, presetsQuery, statusQuery, useFacts, workspacesQuery } from "../data/queries.ts";
import { findInFacts, type Found } from "./palette-entries.ts";
import { Entry, type Go } from "./palette-entry.tsx";
import { PaletteFinds, valueOf } from "./palette-finds.tsx";
import { PalettePreview } from "./palette-preview.tsx";
import { screens } from "./screens.ts";
import { chooseTheme } from "./theme.ts";

interface Props {
  readonly slug: string | null;
  readonly onClose: () => void;
}

export const Palette = ({ slug, onClose }: Props) => {
  const [query, setQuery] = useState("");
  const [lit, setLit] = useState("");
  const found = useFound(slug ?? "", query);
  const go: Go = (move) => () => {
    onClose();
    move();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="palette" aria-label="Go to">
          <Command label="Go to" loop value={lit} onValueChange={setLit}>
            <Command.Input
              autoFocus
              value={query}
              onValueChange={setQuery}
              placeholder="Model, field, URL, setting, migration, task …"
              className="palette-input"
            />
            <div className="palette-columns">
              <Command.List className="palette-list">
                <Command.Empty className="palette-empty">Nothing of that name.</Command.Empty>
                {slug === null ? null : <PaletteFinds slug={slug} found={found} go={go} />}
                {slug === null ? null : <WorkspaceEntries slug={slug} query={query} go={go} />}
                <DeskEntries slug={slug} go={go} />
                <GuideEntries go={go} />
                <ThemeEntries go={go} />
              </Command.List>
              {found.length === 0 ? null : <PalettePreview found={found.find((each) => valueOf(each) === lit)} />}
            </div>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

/** The facts are fetched when the palette opens; typing never waits for the search. */
const useFound = (slug: string, query: string): readonly Found[] => {
  const deferred = useDeferredValue(query);
  const models = useFacts(slug, "models").data?.models;
  const urls = useFacts(slug, "urls").data?.urls;
  const settings = useFacts(slug, "settings").data?.settings?.values;
  const migrations = useFacts(slug, "migrations").data?.migrations?.apps;
  return useMemo(
    () => findInFacts({ models: models ?? [], urls: urls ?? [], settings: settings ?? [], migrations: migrations ?? {} }, deferred),
    [models, urls, settings, migrations, deferred],
  );
};

const WorkspaceEntries = ({ slug, query, go }: { readonly slug: string; readonly query: string; readonly go: Go }) => {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: status } = useQuery({ ...statusQuery(slug), refetchInterval: false });
  const { data: presets } = useQuery(presetsQuery(slug));
  const scan = useMutation({
    mutationFn: () => call("startScan", { slug, kind: "schema" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["status", slug] }),
  });
  const params = { slug };
  return (
    <>
      <Command.Group heading="Screens">
        {screens.map(({ to, label, icon: Icon }) => (
          <Entry key={to} icon={<Icon size={15} aria-hidden />} value={`screen ${label}`} onSelect={go(() => navigate({ to, params }))}>
            {label}
          </Entry>
        ))}
      </Command.Group>
      <Command.Group heading="Apps">
        {(status?.apps ?? [])
          .filter((app) => app.first_party || query.trim() !== "")
          .map((app) => (
            <Entry
              key={app.label}
              icon={<Package size={15} aria-hidden />}
              value={`app ${app.label} ${app.app_label}`}
              note={`${app.models} models`}
              onSelect={go(() =>
                navigate({ to: "/w/$slug/models", params, search: { app: app.app_label, all: app.first_party ? undefined : "1" } }),
              )}
            >
              {app.app_label}
            </Entry>
          ))}
      </Command.Group>
      <Command.Group heading="Tasks">
        <Entry icon={<RefreshCw size={15} aria-hidden />} value="task rescan read the source again" onSelect={go(() => scan.mutate())}>
          Rescan
        </Entry>
        {(presets?.presets ?? []).map((preset) => (
          <Entry
            key={preset.key}
            icon={<Play size={15} aria-hidden />}
            value={`task ${preset.label} ${preset.key}`}
            note={preset.key}
            onSelect={go(() => navigate({ to: "/w/$slug/tasks", params, search: { preset: preset.key } }))}
          >
            {preset.label}
          </Entry>
        ))}
      </Command.Group>
    </>
  );
};

const DeskEntries = ({ slug, go }: Pick<Props, "slug"> & { readonly go: Go }) => {
  const navigate = useNavigate();
  const { data } = useQuery({ ...workspacesQuery, refetchInterval: false });
  return (
    <Command.Group heading="Workspaces">
      {(data?.workspaces ?? [])
        .filter((workspace) => workspace.slug !== slug)
        .map((workspace) => (
          <Entry
            key={workspace.slug}
            icon={<LayoutDashboard size={15} aria-hidden />}
            value={`workspace ${workspace.name} ${workspace.slug}`}
            onSelect={go(() => navigate({ to: "/w/$slug", params: { slug: workspace.slug } }))}
          >
            {workspace.name}
          </Entry>
        ))}
      <Entry icon={<FolderPlus size={15} aria-hidden />} value="add a folder" onSelect={go(() => navigate({ to: "/", hash: "add" }))}>
        Add a folder
      </Entry>
    </Command.Group>
  );
};

const GuideEntries = ({ go }: { readonly go: Go }) => {
  const navigate = useNavigate();
  const { data } = useQuery(guideQuery);
  return (
    <Command.Group heading="Guide">
      {(data?.pages ?? []).map(({ name, title }) => (
        <Entry
          key={name}
          icon={<BookOpen size={15} aria-hidden />}
          value={`guide ${title}`}
          onSelect={go(() => navigate({ to: ".", search: (before) => ({ ...before, guide: name }) }))}
        >
          {title}
        </Entry>
      ))}
    </Command.Group>
  );
};

const themes = [
  { choice: "light", words: "Light theme", icon: Sun },
  { choice: "dark", words: "Dark theme", icon: Moon },
  { choice: "system", words: "Theme of the system", icon: SunMoon },
] as const;

const ThemeEntries = ({ go }: { readonly go: Go }) => (
  <Command.Group heading="Theme">
    {themes.map(({ choice, words, icon: Icon }) => (
      <Entry key={choice} icon={<Icon size={15} aria-hidden />} value={words.toLowerCase()} onSelect={go(() => chooseTheme(choice))}>
        {words}
      </Entry>
    ))}
  </Command.Group>
);
