/** For tests: the facts of a project in memory, read as a cold clone. */
import type { Facts, FieldFacts, ModelFacts } from "../contract/shapes/facts.ts";
import { createMemoryFiles, memoryRoot } from "./files/memory-files.ts";
import { inspect, type InspectOptions } from "./inspect.ts";

/** `contents` by path below the project's root; what is missing of `manage.py` and `config/settings.py` is added. */
export const aScannedProject = (contents: Readonly<Record<string, string>>, over: Partial<InspectOptions> = {}): Facts => {
  const apps = [...new Set(Object.keys(contents).flatMap((path) => (path.endsWith("/models.py") ? [path.slice(0, -10)] : [])))];
  const files = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
    "config/__init__.py": "",
    "config/settings.py": `INSTALLED_APPS = ${JSON.stringify(apps.map((app) => app.replaceAll("/", ".")))}\n`,
    ...Object.fromEntries(apps.map((app) => [`${app}/__init__.py`, ""])),
    ...contents,
  };
  return inspect({ root: memoryRoot, files: createMemoryFiles(files), clock: () => 0, systemPrefixes: [], ...over });
};

export const modelNamed = (facts: Facts, label: string): ModelFacts => {
  const found = facts.models.find((model) => model.label === label);
  if (found === undefined) throw new Error(`no model ${label} among ${facts.models.map((model) => model.label).join(", ")}`);
  return found;
};

export const fieldNamed = (facts: Facts, label: string, name: string): FieldFacts => {
  const found = modelNamed(facts, label).fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name} of ${label}`);
  return found;
};
