/** Is there a Django project in a folder? One answer for a scan and for a workspace. */
import { Refusal } from "../contract/errors.ts";
import { findAppFolders } from "../inspector/link/project/find-app-folders.ts";
import { readDependencies } from "../inspector/link/project/read-dependencies.ts";
import { findProject, type FindProjectOptions } from "../inspector/link/project/find-project.ts";
import { shownText } from "../kit/shown-text.ts";

/** Settings of a project that an app is made for: a plugin names those of its host, which is not here in a cold clone. */
const isOfDependency = ({ root, files }: FindProjectOptions, settingsModule: string): boolean =>
  readDependencies(files, [root]).importNames.has(settingsModule.split(".")[0] ?? "");

/**
 * Absolute path of manage.py, or null when the project has none. Refuses a folder without a project or an app, and a named settings
 * module that is not there; one that the project itself names and lacks is an insight instead.
 */
export const checkProject = (options: FindProjectOptions): string | null => {
  const { managePy, settingsFile, candidates, lookedFor, importRoots } = findProject(options);
  const { root, files, settingsModule } = options;
  const apps = settingsFile === null ? findAppFolders(files, root, importRoots) : [];
  if (settingsModule !== undefined && settingsFile === null && !(apps.length > 0 && isOfDependency(options, settingsModule))) {
    const message = `There is no settings module ${shownText(settingsModule)} in ${shownText(root)}.`;
    throw new Refusal("settings-not-found", message, {
      errors: { settings_module: [message] },
      ...(candidates.length === 0 ? {} : { hint: `Name one of those that are there with --settings: ${candidates.join(", ")}.` }),
    });
  }
  if (managePy === null && settingsFile === null && apps.length === 0) {
    const places = [...lookedFor, "an app: a package with models or apps.py that imports Django"];
    const message = `${shownText(root)} holds no Django project. Looked for: ${places.map((place) => shownText(place, 400)).join("; ")}.`;
    throw new Refusal("not-a-django-project", message, { errors: { project_path: [message] } });
  }
  return managePy;
};
