import { ipcRenderer } from "electron";
import { foundEvent, type Found } from "../ipc/calls.ts";
import { send } from "./send.ts";

export const furnishNotice = (): void => {
  document.querySelector("button")?.addEventListener("click", () => send("retry", null));
};

export const furnishFindBar = (): void => {
  const field = document.querySelector("input");
  const output = document.querySelector("output");
  if (field === null || output === null) return;
  const find = (forward: boolean, next: boolean): void => {
    if (field.value === "") output.value = "";
    send("find", { text: field.value, forward, next });
  };
  const close = (): void => send("close-find", null);
  field.addEventListener("input", () => find(true, false));
  document.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    find(true, true);
  });
  document.querySelector("[data-go=back]")?.addEventListener("click", () => find(false, true));
  document.querySelector("[data-go=close]")?.addEventListener("click", close);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      find(false, true);
    }
  });
  addEventListener("focus", () => field.select());
  ipcRenderer.on(foundEvent, (_event, { match, matches }: Found) => {
    output.value = field.value === "" ? "" : matches === 0 ? "None" : `${match} of ${matches}`;
  });
};
