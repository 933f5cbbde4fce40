/** The screens of a workspace, in the order of the navigation; the palette lists the same. */
import {
  Boxes,
  FlaskConical,
  FolderTree,
  GitBranch,
  LayoutDashboard,
  Network,
  ScrollText,
  Settings2,
  SquareTerminal,
  type LucideIcon,
} from "lucide-react";

export const screens = [
  { to: "/w/$slug", label: "Overview", icon: LayoutDashboard },
  { to: "/w/$slug/models", label: "Models", icon: Boxes },
  { to: "/w/$slug/schema", label: "Schema", icon: Network },
  { to: "/w/$slug/migrations", label: "Migrations", icon: GitBranch },
  { to: "/w/$slug/urls", label: "URLs", icon: FolderTree },
  { to: "/w/$slug/settings", label: "Settings", icon: Settings2 },
  { to: "/w/$slug/logs", label: "Logs", icon: ScrollText },
  { to: "/w/$slug/tasks", label: "Tasks", icon: SquareTerminal },
  { to: "/w/$slug/lab", label: "Data Lab", icon: FlaskConical },
] as const satisfies readonly { readonly to: string; readonly label: string; readonly icon: LucideIcon }[];
