/** Folders dropped on the page. While one hovers, the root element says so: the shell's style sheet draws the frame. */
import { webUtils } from "electron";
import { send } from "./send.ts";

/** Before Electron 32 a file carried its path itself. A file that a script made has none. */
const pathOf = (file: File & { readonly path?: string }): string =>
  typeof webUtils === "undefined" ? (file.path ?? "") : webUtils.getPathForFile(file);

const carriesFiles = (event: DragEvent): boolean => event.isTrusted && (event.dataTransfer?.types.includes("Files") ?? false);

/** While something hovers, `dragover` comes every half second at most; its absence is the only sign that all systems give of a drag that was given up. */
const hoverMs = 700;

export const watchDrops = (): void => {
  let timer: number | undefined;
  const mark = (isOver: boolean): void => {
    clearTimeout(timer);
    if (!isOver) {
      delete document.documentElement.dataset["shellDrop"];
      return;
    }
    document.documentElement.dataset["shellDrop"] = "";
    timer = window.setTimeout(() => mark(false), hoverMs);
  };
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
    mark(true);
  });
  addEventListener("drop", (event) => {
    mark(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const paths = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== "");
    if (paths.length > 0) send("open-paths", { paths: paths.slice(0, 20) });
  });
};
