/** Every address of the page. Search parameters are the view state of a screen and nothing else. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from "@tanstack/react-router";
import { parseSearch, pick, stringifySearch } from "./data/view-state.ts";
import { Empty, Failure, Skeleton } from "./pieces/states.tsx";
import { HomeScreen } from "./screens/home/home-screen.tsx";
import { OverviewScreen } from "./screens/overview/overview-screen.tsx";
import { Shell } from "./shell/shell.tsx";
import { WorkspaceFrame } from "./shell/workspace-frame.tsx";

const NotFound = () => (
  <div className="screen">
    <h1>Nothing at this address</h1>
    <Empty title="The link may be old or mistyped.">
      <Link to="/" className="link">
        All workspaces
      </Link>
    </Empty>
  </div>
);

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, validateSearch: pick("guide") });
const home = createRoute({ getParentRoute: () => root, path: "/", component: HomeScreen });
const workspace = createRoute({ getParentRoute: () => root, path: "/w/$slug", component: WorkspaceFrame });
const overview = createRoute({ getParentRoute: () => workspace, path: "/", component: OverviewScreen });

const models = createRoute({
  getParentRoute: () => workspace,
  path: "models",
  validateSearch: pick("q", "app", "model", "all"),
  component: lazyRouteComponent(() => import("./screens/models/models-screen.tsx"), "ModelsScreen"),
});
const schema = createRoute({
  getParentRoute: () => workspace,
  path: "schema",
  validateSearch: pick("apps", "focus", "hops", "to", "hide", "detail", "view"),
  component: lazyRouteComponent(() => import("./screens/schema/schema-screen.tsx"), "SchemaScreen"),
});
const migrations = createRoute({
  getParentRoute: () => workspace,
  path: "migrations",
  validateSearch: pick("app", "migration", "show"),
  component: lazyRouteComponent(() => import("./screens/migrations/migrations-screen.tsx"), "MigrationsScreen"),
});
const urls = createRoute({
  getParentRoute: () => workspace,
  path: "urls",
  validateSearch: pick("q", "show", "view", "open", "route", "path"),
  component: lazyRouteComponent(() => import("./screens/urls/urls-screen.tsx"), "UrlsScreen"),
});
const settings = createRoute({
  getParentRoute: () => workspace,
  path: "settings",
  validateSearch: pick("q", "open", "beside", "all"),
  component: lazyRouteComponent(() => import("./screens/settings/settings-screen.tsx"), "SettingsScreen"),
});
const logs = createRoute({
  getParentRoute: () => workspace,
  path: "logs",
  validateSearch: pick("file", "q", "levels", "line"),
  component: lazyRouteComponent(() => import("./screens/logs/logs-screen.tsx"), "LogsScreen"),
});
const lab = createRoute({
  getParentRoute: () => workspace,
  path: "lab",
  validateSearch: pick("notebook", "app", "view", "model", "pks", "filter", "reverse", "keep", "run"),
  component: lazyRouteComponent(() => import("./screens/lab/lab-screen.tsx"), "LabScreen"),
});
const tasks = createRoute({
  getParentRoute: () => workspace,
  path: "tasks",
  component: lazyRouteComponent(() => import("./screens/tasks/tasks-frame.tsx"), "TasksFrame"),
});
const taskForm = createRoute({
  getParentRoute: () => tasks,
  path: "/",
  validateSearch: pick("preset", "from"),
  component: lazyRouteComponent(() => import("./screens/tasks/task-form-screen.tsx"), "TaskFormScreen"),
});
const taskRun = createRoute({
  getParentRoute: () => tasks,
  path: "$id",
  validateSearch: pick("q", "errors", "line", "against"),
  component: lazyRouteComponent(() => import("./screens/tasks/run-screen.tsx"), "RunScreen"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    workspace.addChildren([overview, models, schema, migrations, urls, settings, logs, lab, tasks.addChildren([taskForm, taskRun])]),
  ]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: "intent",
  defaultPendingComponent: () => <Skeleton rows={10} />,
  defaultErrorComponent: ({ error, reset }) => (
    <div className="screen">
      <Failure error={error} onRetry={reset} />
    </div>
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
