import { BellRing } from "lucide-react";
import { useState } from "react";

/** Asks the browser, once, whether the end of a run may be told while this tab is hidden. */
export const NotifyButton = () => {
  const [permission, setPermission] = useState(() => (typeof Notification === "undefined" ? "denied" : Notification.permission));
  if (permission !== "default") return null;
  return (
    <button type="button" className="button button-quiet" onClick={() => void Notification.requestPermission().then(setPermission)}>
      <BellRing size={14} aria-hidden />
      Notify me
    </button>
  );
};
