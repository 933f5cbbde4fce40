/** One way to anything: ⌘K opens a list of screens, models, apps, tasks and workspaces that narrows as one types. */
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Boxes, FolderPlus, LayoutDashboard, Moon, Package, Play, Sun, SunMoon } from "lucide-react";
import { useState, type ReactNode } from "react";
import { presetsQuery, statusQuery, workspacesQuery } from "../data/queries.ts";
import { screens } from "./screens.ts";
import { chooseTheme } from "./theme.ts";

interface Props {
  readonly slug: string | null;
  readonly onClose: () => void;
}

export const Palette = ({ slug, onClose }: Props) => {
  const [query, setQuery] = useState("");
  const navigate = useNavigate();
  const go = (move: () => unknown) => (): void => {
    onClose();
    move();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="palette" aria-label="Go to">
          <Command label="Go to" loop>
            <Command.Input
              autoFocus
              value={query}
              onValueChange={setQuery}
              placeholder="Model, app, screen, task or workspace"
              className="palette-input"
            />
            <Command.List className="palette-list">
              <Command.Empty className="palette-empty">Nothing of that name.</Command.Empty>
              {slug === null ? null : <WorkspaceEntries slug={slug} query={query} go={go} />}
              <DeskEntries slug={slug} go={go} />
              <Command.Group heading="Desk">
                <Entry
                  icon={<FolderPlus size={15} aria-hidden />}
                  value="add a folder"
                  onSelect={go(() => navigate({ to: "/", hash: "add" }))}
                >
                  Add a folder
                </Entry>
                <Entry icon={<Sun size={15} aria-hidden />} value="light theme" onSelect={go(() => chooseTheme("light"))}>
                  Light theme
                </Entry>
                <Entry icon={<Moon size={15} aria-hidden />} value="dark theme" onSelect={go(() => chooseTheme("dark"))}>
                  Dark theme
                </Entry>
                <Entry icon={<SunMoon size={15} aria-hidden />} value="theme of the system" onSelect={go(() => chooseTheme("system"))}>
                  Theme of the system
                </Entry>
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

type Go = (move: () => unknown) => () => void;

interface EntryProps {
  readonly icon: ReactNode;
  readonly value: string;
  readonly note?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

const Entry = ({ icon, value, note, onSelect, children }: EntryProps) => (
  <Command.Item className="palette-item" value={value} onSelect={onSelect}>
    {icon}
    <span className="truncate">{children}</span>
    {note === undefined ? null : <span className="palette-note code">{note}</span>}
  </Command.Item>
);

/** At most this many models are offered at once: more cannot be looked at, and filtering stays instant. */
const mostModels = 40;

const WorkspaceEntries = ({ slug, query, go }: { readonly slug: string; readonly query: string; readonly go: Go }) => {
  const navigate = useNavigate();
  const { data: status } = useQuery({ ...statusQuery(slug), refetchInterval: false });
  const { data: presets } = useQuery(presetsQuery(slug));
  const words = query.trim().toLowerCase();
  const models =
    words === ""
      ? []
      : (status?.schema.nodes ?? []).filter((node) => node.label.toLowerCase().includes(words.replaceAll(" ", ""))).slice(0, mostModels);
  return (
    <>
      <Command.Group heading="Screens">
        {screens.map(({ to, label, icon: Icon }) => (
          <Entry
            key={to}
            icon={<Icon size={15} aria-hidden />}
            value={`screen ${label}`}
            onSelect={go(() => navigate({ to, params: { slug } }))}
          >
            {label}
          </Entry>
        ))}
      </Command.Group>
      <Command.Group heading="Models">
        {models.map((node) => (
          <Entry
            key={node.label}
            icon={<Boxes size={15} aria-hidden />}
            value={`model ${node.label}`}
            note={node.app}
            onSelect={go(() => navigate({ to: "/w/$slug/models", params: { slug }, search: { model: node.label } }))}
          >
            {node.name}
          </Entry>
        ))}
      </Command.Group>
      <Command.Group heading="Apps">
        {(status?.apps ?? [])
          .filter((app) => app.first_party || words !== "")
          .map((app) => (
            <Entry
              key={app.label}
              icon={<Package size={15} aria-hidden />}
              value={`app ${app.label} ${app.app_label}`}
              note={`${app.models} models`}
              onSelect={go(() =>
                navigate({
                  to: "/w/$slug/models",
                  params: { slug },
                  search: { app: app.app_label, all: app.first_party ? undefined : "1" },
                }),
              )}
            >
              {app.app_label}
            </Entry>
          ))}
      </Command.Group>
      <Command.Group heading="Tasks">
        {(presets?.presets ?? []).map((preset) => (
          <Entry
            key={preset.key}
            icon={<Play size={15} aria-hidden />}
            value={`task ${preset.label} ${preset.key}`}
            note={preset.key}
            onSelect={go(() => navigate({ to: "/w/$slug/tasks", params: { slug }, search: { preset: preset.key } }))}
          >
            {preset.label}
          </Entry>
        ))}
      </Command.Group>
    </>
  );
};

const DeskEntries = ({ slug, go }: { readonly slug: string | null; readonly go: Go }) => {
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
    </Command.Group>
  );
};
