/** What `djdesk doctor` says of this machine, this data folder and, when one is given, a project. */
import { homedir } from "node:os";
import { Refusal } from "../contract/errors.ts";
import type { Severity } from "../contract/shapes/common.ts";
import { systemClock } from "../kit/clock.ts";
import type { Protection } from "../contract/shapes/protection.ts";
import { probeProtection } from "../runner/sandbox/find-protection.ts";
import { prepareDataFolder } from "../store/data-folder.ts";
import { hasStore, openStore } from "../store/open-store.ts";
import { findServer } from "./access/find-server.ts";
import { countProject } from "./scans/count-project.ts";
import { counted } from "./scans/scan-words.ts";
import { toProtectionRequest } from "./open-desk.ts";
import { scanFolder } from "./scan-folder.ts";

export interface Check {
  readonly subject: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to do; null when nothing is needed. */
  readonly hint: string | null;
}

const fine = (subject: string, message: string): Check => ({ subject, severity: "success", message, hint: null });

export const examine = async ({
  dataFolder,
  folder,
  ...surroundings
}: {
  readonly dataFolder: string;
  readonly folder: string | null;
  readonly userEnvironment: Readonly<Record<string, string | undefined>>;
  readonly mostProtection: Protection;
}): Promise<readonly Check[]> => [
  fine("Node", `${process.versions.node} on ${process.platform} ${process.arch}`),
  ...(await examineStore(dataFolder)),
  await examineServer(dataFolder),
  await examineProtection({ dataFolder, ...surroundings }),
  ...(folder === null ? [] : examineProject(folder)),
];

const examineStore = async (dataFolder: string): Promise<readonly Check[]> => {
  const shown = dataFolder.replace(homedir(), "~");
  try {
    prepareDataFolder(dataFolder);
    if (!hasStore(dataFolder)) return [fine("Data folder", `${shown} can be written; nothing is stored yet`)];
    const store = await openStore({ dataFolder, checkSound: true, now: () => systemClock.now() });
    const count = await store.workspaces.count();
    await store.close();
    return [fine("Data folder", `${shown} is sound: ${count} ${count === 1 ? "workspace" : "workspaces"}`)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ subject: "Data folder", severity: "danger", message: error.message, hint: error.hint }];
  }
};

const examineServer = async (dataFolder: string): Promise<Check> => {
  const running = await findServer(dataFolder);
  return running === null
    ? { subject: "Server", severity: "info", message: "none is running on this data folder", hint: null }
    : fine("Server", `running at ${running.address.url} (process ${running.pid})`);
};

/** Tried anew, so that what was just installed counts. */
const examineProtection = async (surroundings: Parameters<typeof toProtectionRequest>[0]): Promise<Check> => {
  const { report } = await probeProtection(toProtectionRequest(surroundings));
  const severity = report.tier === "full" ? "success" : "warning";
  const message = `${report.tier} (${report.by}); code of a project still ${report.gaps.join("; ")}`;
  return { subject: "Protection", severity, message, hint: report.hint };
};

const examineProject = (folder: string): readonly Check[] => {
  try {
    const facts = scanFolder({ folder });
    const { project } = facts;
    const { apps, models } = countProject(facts);
    const python = project.python.path;
    return [
      fine("Project", `${project.root}: ${counted(apps, "app")}, ${counted(models, "model")}`),
      project.settings_module === null
        ? { subject: "Settings", severity: "danger", message: "no settings module was found", hint: "Name it with --settings." }
        : fine("Settings", project.settings_module),
      python === null
        ? {
            subject: "Python",
            severity: "danger",
            message: "no environment was found, so no command can run",
            hint: "Make one in the project: python3 -m venv .venv && .venv/bin/pip install -r requirements.txt; or give one with --python PATH.",
          }
        : fine(
            "Python",
            `${project.python.version ?? ""} ${python} (${project.environment ?? "given"}), Django ${project.django_version ?? "not found"}`.trim(),
          ),
    ];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ subject: "Project", severity: "danger", message: error.message, hint: error.hint }];
  }
};
