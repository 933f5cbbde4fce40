/** Folders dropped on the page. While one hovers, the root element says so, and a style draws the frame. */
import { webFrame, webUtils } from "electron";
import { dropStyle } from "./drop-style.ts";
import { send } from "./send.ts";

/** Before Electron 32 a file carried its path itself. A file that a script made has none. */
const pathOf = (file: File & { readonly path?: string }): string =>
  typeof webUtils === "undefined" ? (file.path ?? "") : webUtils.getPathForFile(file);

const carriesFiles = (event: DragEvent): boolean => event.isTrusted && (event.dataTransfer?.types.includes("Files") ?? false);

/** While something hovers, `dragover` comes every half second at most; its absence is the only sign that all systems give of a drag that was given up. */
const hoverMs = 700;

/** Absent while the page's first bytes are on their way: a folder may fall then too. */
const rootElement = (): HTMLElement | null => document.querySelector("html");

export const watchDrops = (): void => {
  let timer: number | undefined;
  webFrame.insertCSS(dropStyle);
  const mark = (isOver: boolean): void => {
    clearTimeout(timer);
    if (!isOver) {
      delete rootElement()?.dataset["shellDrop"];
      return;
    }
    rootElement()?.setAttribute("data-shell-drop", "");
    timer = window.setTimeout(() => mark(false), hoverMs);
  };
  const accept = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
    mark(true);
  };
  // When what is under the pointer changes, by the hand or by the page, there is a `dragenter` in place of the `dragover`:
  // a drop that follows one that was not accepted is lost.
  addEventListener("dragenter", accept);
  addEventListener("dragover", accept);
  addEventListener("drop", (event) => {
    mark(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const paths = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== "");
    if (paths.length > 0) send("open-paths", { paths: paths.slice(0, 20) });
  });
};
