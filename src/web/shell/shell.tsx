import { Dialog } from "@base-ui/react/dialog";
import { Outlet, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Menu, X } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useConnection } from "../data/connection.ts";
import { ConnectionNote } from "./connection-note.tsx";
import { Sidebar } from "./sidebar.tsx";
import { Wordmark } from "./wordmark.tsx";

const loadPalette = async () => ({ default: (await import("./palette.tsx")).Palette });
const Palette = lazy(loadPalette);
/** Fetched while nothing else is to be done: who presses the keys types on at once. */
const idleMs = 1_500;

const GuideDrawer = lazy(async () => ({ default: (await import("../guide/guide-drawer.tsx")).GuideDrawer }));
const RunNotices = lazy(async () => ({ default: (await import("./run-notices.tsx")).RunNotices }));

/** The frame of every screen: skip link, sidebar (a drawer on small screens), palette, and whether the desk answers. */
export const Shell = () => {
  const { slug = null } = useParams({ strict: false });
  const [palette, setPalette] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const { online } = useConnection();
  const { guide } = useSearch({ strict: false });
  const navigate = useNavigate();
  const goToGuide = (place: string | undefined): void =>
    void navigate({ to: ".", search: (before) => ({ ...before, guide: place }), resetScroll: false });
  const openPalette = useCallback(() => {
    setDrawer(false);
    setPalette(true);
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPalette((open) => !open);
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), idleMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <div className="frame">
        <aside className="frame-side" aria-label="Desk">
          <Sidebar slug={slug} onPalette={openPalette} />
        </aside>
        <header className="frame-top">
          <Dialog.Root open={drawer} onOpenChange={setDrawer}>
            <Dialog.Trigger className="icon-button" aria-label="Open the navigation">
              <Menu size={18} aria-hidden />
            </Dialog.Trigger>
            <Dialog.Portal>
              <Dialog.Backdrop className="veil" />
              <Dialog.Popup className="drawer">
                <Dialog.Title className="sr-only">Navigation</Dialog.Title>
                <Dialog.Close className="icon-button drawer-close" aria-label="Close the navigation">
                  <X size={18} aria-hidden />
                </Dialog.Close>
                <Sidebar slug={slug} onPalette={openPalette} onLeave={() => setDrawer(false)} />
              </Dialog.Popup>
            </Dialog.Portal>
          </Dialog.Root>
          <Wordmark />
        </header>
        <main id="main" className="frame-main" tabIndex={-1} data-stale={!online}>
          <ConnectionNote />
          <Outlet />
        </main>
      </div>
      <Suspense fallback={null}>
        <RunNotices />
      </Suspense>
      {guide === undefined ? null : (
        <Suspense fallback={null}>
          <GuideDrawer place={guide} onGo={goToGuide} onClose={() => goToGuide(undefined)} />
        </Suspense>
      )}
      {palette ? (
        <Suspense fallback={null}>
          <Palette slug={slug} onClose={() => setPalette(false)} />
        </Suspense>
      ) : null}
    </>
  );
};
