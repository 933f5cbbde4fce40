/**
 * Address that opens a file of the project in VS Code at a line. Null for installed code (`site-packages:…`), whose
 * folder the facts do not name.
 */
export const toEditorAddress = (root: string, file: string, line: number | null): string | null => {
  if (file.startsWith("site-packages:")) return null;
  const path = isAbsolute(file) ? file : `${root.replace(/[\\/]$/, "")}/${file}`;
  const slashes = path.replaceAll("\\", "/");
  const encoded = slashes.split("/").map(encodeURIComponent).join("/").replace(/%3A/gi, ":");
  return `vscode://file/${encoded.replace(/^\//, "")}${line === null ? "" : `:${line}`}`;
};

const isAbsolute = (file: string): boolean => file.startsWith("/") || /^[A-Za-z]:[\\/]/.test(file);
