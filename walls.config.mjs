/**
 * The walls of the house: who may import whom, and why. `npm run walls` holds them.
 * A rule's comment is addressed to whoever runs into it.
 */
const room = (name) => `^src/${name}/`;
const rooms = ["contract", "kit", "inspector", "runner", "probe", "store", "operations", "server", "cli", "mcp", "web"];

/** Which rooms each room may import; DJDesk's direction of data. */
const mayImport = {
  contract: [],
  kit: [],
  inspector: ["contract", "kit"],
  runner: ["contract", "kit"],
  probe: ["contract", "kit", "runner"],
  store: ["contract", "kit"],
  operations: ["contract", "kit", "inspector", "probe", "runner", "store"],
  server: ["contract", "kit", "operations"],
  cli: ["contract", "kit", "operations"],
  mcp: ["contract", "kit", "operations"],
  web: ["contract", "kit"],
};

const why = {
  contract: "contract/ is what everyone agrees on: it knows the schema library and nothing else.",
  kit: "kit/ has tools without a domain word in them, so it needs no room.",
  inspector: "The inspector is a function from files to facts: it knows neither store nor server.",
  runner: "The runner starts processes and tells an observer; who stores or shows it is not its business.",
  probe: "The probe asks the project's Python through the runner.",
  store: "The store remembers; it decides nothing.",
  operations: "Operations join the rooms; they never know which door called them.",
  server: "A door: it listens and calls operations. The CLI starts it through `cli/start-server.ts` alone.",
  cli: "A door: it calls operations; rooms are reached through them.",
  mcp: "A door: it calls operations.",
  web: "The page speaks to the server by the contract alone.",
};

const roomWalls = rooms.map((name) => ({
  name: `${name}-imports-only-its-own`,
  comment: why[name],
  severity: "error",
  from: { path: room(name), pathNot: name === "cli" ? ["^src/cli/start-server\\.ts$"] : [] },
  to: { path: "^src/", pathNot: [room(name), ...mayImport[name].map(room)] },
}));

const power = (name, modules, allowed, comment) => ({
  name: `only-there-${name}`,
  comment,
  severity: "error",
  from: { path: "^(src|desktop)/", pathNot: [...allowed, "\\.test\\.tsx?$"] },
  to: { path: modules },
});

export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or hide a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...roomWalls,
    {
      name: "contract-knows-only-zod",
      comment: why.contract,
      severity: "error",
      from: { path: room("contract"), pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: ["node_modules/zod"] },
    },
    power(
      "parser",
      "node_modules/@zzzen",
      ["^src/inspector/python/"],
      "Only inspector/python/ knows the parser; everyone else reads ModuleTree.",
    ),
    power(
      "processes",
      "^(node:)?child_process$",
      ["^src/runner/", "^src/cli/hand-over\\.ts$", "^desktop/desk/start-desk\\.ts$", "^desktop/(launch|packaging)/"],
      "Processes are started by the runner alone, under its policy; the desktop shell starts the server and itself.",
    ),
    power(
      "sqlite",
      "^(node:)?sqlite$|node_modules/kysely",
      ["^src/store/", "^src/inspector/applied/"],
      "Databases are opened in store/, and a project's own file read-only in inspector/applied/.",
    ),
    power(
      "http",
      "^(node:)?(http|https|http2|net)$|node_modules/(hono|@hono|ws)/",
      ["^src/server/", "^src/cli/", "^src/operations/access/ask-server\\.ts$", "^src/runner/sandbox/forward-databases\\.ts$"],
      "Only the server listens; it is asked in one file, and a run's way to its databases is a private socket of the runner.",
    ),
    power(
      "react",
      "node_modules/(react|react-dom|@xyflow|elkjs|@tanstack|cmdk|@base-ui|lucide-react)/",
      ["^src/web/"],
      "Drawing belongs to web/.",
    ),
    power(
      "files-of-projects",
      "^(node:)?fs(/promises)?$",
      [
        "^src/inspector/(files|applied|catalogue|trace)/",
        "^src/(runner|store|server|cli|operations)/",
        "^src/kit/(make-folder|own-file)\\.ts$",
        "^desktop/",
      ],
      "The inspector reads a project through ProjectFiles, and asks the disk through files/disk.ts, so that memory and disk are the same to it and a scan knows what it asked.",
    ),
    power(
      "electron",
      "^electron$|node_modules/electron/",
      ["^desktop/(main|preload)/"],
      "Electron is known to the shell's main process and its preload.",
    ),
    {
      name: "desktop-imports-only-its-own",
      comment:
        "A door of its own: it knows the contract, the kit, how access is given and what a folder is, and starts the server as a process.",
      severity: "error",
      from: { path: "^desktop/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/", pathNot: ["^src/(contract|kit|operations/access)/", "^src/operations/workspaces/folder-identity\\.ts$"] },
    },
    {
      name: "nobody-imports-desktop",
      comment: "The desktop shell is the outermost door: nothing depends on it.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^desktop/" },
    },
    {
      name: "preload-is-sandboxed",
      comment: "The preload runs in a sandbox: it has Electron's few modules, the calls' names and types, and nothing else.",
      severity: "error",
      from: { path: "^desktop/preload/" },
      to: { pathNot: ["^desktop/(preload|ipc)/", "node_modules/electron/", "^electron$"] },
    },
    {
      name: "web-is-a-browser",
      comment: "The page runs in a browser: no Node module.",
      severity: "error",
      from: { path: room("web"), pathNot: "\\.test\\.tsx?$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "tests-are-leaves",
      comment: "Nothing imports a test.",
      severity: "error",
      from: { pathNot: "\\.test\\.tsx?$" },
      to: { path: "\\.test\\.tsx?$" },
    },
    {
      name: "no-unresolvable",
      comment: "This import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["\\.css$", "\\?"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^desktop/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
