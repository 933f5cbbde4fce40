/** Is there a Django project in a folder? One answer for a scan and for a workspace. */
import { Refusal } from "../contract/errors.ts";
import { findAppFolders } from "../inspector/link/project/find-app-folders.ts";
import { findProject, type FindProjectOptions } from "../inspector/link/project/find-project.ts";
import { shownText } from "../kit/shown-text.ts";

/**
 * Absolute path of manage.py, or null when the project has none. Refuses a folder without a project or an app, and a named settings
 * module that is not there; one that the project itself names and lacks is an insight instead.
 */
export const checkProject = (options: FindProjectOptions): string | null => {
  const { managePy, settingsFile, candidates, lookedFor, importRoots } = findProject(options);
  const { root, files, settingsModule } = options;
  if (settingsModule !== undefined && settingsFile === null) {
    const message = `There is no settings module ${shownText(settingsModule)} in ${shownText(root)}.`;
    throw new Refusal("settings-not-found", message, {
      errors: { settings_module: [message] },
      ...(candidates.length === 0 ? {} : { hint: `Name one of those that are there with --settings: ${candidates.join(", ")}.` }),
    });
  }
  if (managePy === null && settingsFile === null && findAppFolders(files, root, importRoots).length === 0) {
    const places = [...lookedFor, "an app: a package with models or apps.py that imports Django"];
    const message = `${shownText(root)} holds no Django project. Looked for: ${places.map((place) => shownText(place, 400)).join("; ")}.`;
    throw new Refusal("not-a-django-project", message, { errors: { project_path: [message] } });
  }
  return managePy;
};
