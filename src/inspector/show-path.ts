/** How facts name files: below the root relative to it, installed code as `site-packages:…`, anything else absolute. */

const below = (folder: string, path: string): string | null => {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path === folder ? "." : path.startsWith(prefix) ? path.slice(prefix.length) : null;
};

/** An environment may lie inside the project, so installed code is recognised first. */
export const createShowPath =
  (root: string, sitePackages: readonly string[]) =>
  (path: string): string => {
    for (const folder of sitePackages) {
      const installed = below(folder, path);
      if (installed !== null) return `site-packages:${installed}`;
    }
    return below(root, path) ?? path;
  };
