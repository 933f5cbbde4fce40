/** The editors that a place in the source can be opened in, by the addresses or command lines they understand. */
const schemes = { vscode: "vscode", cursor: "cursor", windsurf: "windsurf", zed: "zed", pycharm: "pycharm" } as const;

export type Editor = keyof typeof schemes | "terminal";

export const editorNames: Readonly<Record<Editor, string>> = {
  vscode: "VS Code",
  cursor: "Cursor",
  windsurf: "Windsurf",
  zed: "Zed",
  pycharm: "PyCharm",
  terminal: "Vim, Emacs, …",
};

export const isEditor = (name: unknown): name is Editor => typeof name === "string" && Object.hasOwn(editorNames, name);

export interface Spot {
  readonly root: string;
  readonly file: string;
  readonly line: number | null;
}

/** Path of a file from the root of the system, with slashes; null for installed code, whose folder the facts do not name. */
const toPath = ({ root, file }: Spot): string | null => {
  if (file.startsWith("site-packages:")) return null;
  const path = isAbsolute(file) ? file : `${root.replace(/[\\/]$/, "")}/${file}`;
  return path.replaceAll("\\", "/");
};

const isAbsolute = (file: string): boolean => file.startsWith("/") || /^[A-Za-z]:[\\/]/.test(file);

/** Address that opens a file at a line; null where there is none: installed code, and editors of the terminal. */
export const toEditorAddress = (editor: Editor, spot: Spot): string | null => {
  const path = toPath(spot);
  if (path === null || editor === "terminal") return null;
  const encoded = path.split("/").map(encodeURIComponent).join("/").replace(/%3A/gi, ":");
  if (editor === "pycharm") return `pycharm://open?file=${encoded}${spot.line === null ? "" : `&line=${spot.line}`}`;
  return `${schemes[editor]}://file/${encoded.replace(/^\//, "")}${spot.line === null ? "" : `:${spot.line}`}`;
};

/** Command line that opens a file at a line in the editor of the terminal (`+12` is common to vi, Emacs and nano). */
export const toEditorCommand = (spot: Spot): string | null => {
  const path = toPath(spot);
  if (path === null) return null;
  const quoted = `'${path.replaceAll("'", String.raw`'\''`)}'`;
  return `"\${EDITOR:-vi}"${spot.line === null ? "" : ` +${spot.line}`} ${quoted}`;
};
