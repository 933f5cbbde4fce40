import { useEffect } from "react";

/** Sets the tab's title: `Models · Atlas · DJDesk`. Undefined parts are left out. */
export const usePageTitle = (...parts: readonly (string | undefined)[]): void => {
  const title = [...parts.filter((part) => part !== undefined), "DJDesk"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
};
