import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Boxes, FolderTree, GitBranch, Rows3, Settings2, type LucideIcon } from "lucide-react";
import type { Found } from "./palette-entries.ts";
import { Entry, type Go } from "./palette-entry.tsx";

const groups: readonly { readonly kind: Found["kind"]; readonly heading: string; readonly icon: LucideIcon }[] = [
  { kind: "model", heading: "Models", icon: Boxes },
  { kind: "field", heading: "Fields", icon: Rows3 },
  { kind: "url", heading: "URLs", icon: FolderTree },
  { kind: "setting", heading: "Settings", icon: Settings2 },
  { kind: "migration", heading: "Migrations", icon: GitBranch },
];

/** The value by which the palette's list knows a find. */
export const valueOf = ({ kind, key }: Found): string => `${kind} ${key}`.toLowerCase();

/** What was found in the facts, by kind, each leading to its place. */
export const PaletteFinds = ({ slug, found, go }: { readonly slug: string; readonly found: readonly Found[]; readonly go: Go }) => {
  const open = useOpen(slug);
  return groups.map(({ kind, heading, icon: Icon }) => {
    const entries = found.filter((each) => each.kind === kind);
    if (entries.length === 0) return null;
    return (
      <Command.Group key={kind} heading={heading}>
        {entries.map((each) => (
          <Entry
            key={each.key}
            icon={<Icon size={15} aria-hidden />}
            value={valueOf(each)}
            note={each.note}
            onSelect={go(() => open(each))}
          >
            {each.title}
          </Entry>
        ))}
      </Command.Group>
    );
  });
};

const useOpen = (slug: string): ((found: Found) => unknown) => {
  const navigate = useNavigate();
  const params = { slug };
  return (found) => {
    switch (found.kind) {
      case "model":
      case "field":
        return navigate({ to: "/w/$slug/models", params, search: { model: found.model.label } });
      case "url":
        return navigate({ to: "/w/$slug/urls", params, search: { q: found.url.full_name ?? found.url.route } });
      case "setting":
        return navigate({ to: "/w/$slug/settings", params, search: { q: found.key } });
      case "migration":
      default:
        return navigate({ to: "/w/$slug/migrations", params, search: { app: found.note, migration: found.title, show: "all" } });
    }
  };
};
