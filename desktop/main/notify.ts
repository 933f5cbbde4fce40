import { Notification } from "electron";

/** Electron forgets a notification, and with it its click, when nobody holds it. */
const shown = new Set<Notification>();

/** A notification of the system; nothing where it has none. */
export const notify = (text: { readonly title: string; readonly body: string }, onClick: () => void): void => {
  if (!Notification.isSupported()) return;
  const notification = new Notification(text);
  const forget = (): void => void shown.delete(notification);
  shown.add(notification);
  notification.on("click", () => {
    forget();
    onClick();
  });
  notification.on("close", forget);
  notification.on("failed", forget);
  notification.show();
};
