/**
 * What stood on a workspace's overview when its user was last there, kept in localStorage: the page can say what is new.
 * A visit ends when nobody looks for half an hour.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Sight {
  /** When it was last looked at, in milliseconds since the epoch. */
  readonly at: number;
  /** Figures by their insight's code. */
  readonly figures: Readonly<Record<string, string>>;
  /** Findings by `findingKey`. */
  readonly findings: readonly string[];
}

interface Visits {
  readonly seen: Sight;
  /** What the visit before this one ended with; null when there was none, or when its user has put it away. */
  readonly before: Sight | null;
}

const visitEndsMs = 30 * 60_000;

/** Somebody comes to look at `sight`: that begins a visit, or goes on with one. */
export const comesToLook = (visits: Visits | null, sight: Sight): Visits => {
  if (visits === null) return { seen: sight, before: null };
  const isNewVisit = sight.at - visits.seen.at > visitEndsMs;
  return { seen: sight, before: isNewVisit ? visits.seen : visits.before };
};

/** Somebody looks on, however long, or leaves. */
export const looksOn = (visits: Visits | null, sight: Sight): Visits => ({ seen: sight, before: visits?.before ?? null });

/** Not its line: that moves with every edit above. */
export const findingKey = ({
  code,
  file,
  title,
}: {
  readonly code: string;
  readonly file: string | null;
  readonly title: string;
}): string => `${code} ${file ?? ""} ${title}`;

const isSight = (value: unknown): value is Sight =>
  typeof value === "object" &&
  value !== null &&
  "at" in value &&
  typeof value.at === "number" &&
  "figures" in value &&
  typeof value.figures === "object" &&
  value.figures !== null &&
  "findings" in value &&
  Array.isArray(value.findings);

const nameOf = (slug: string): string => `djdesk-visits-${slug}`;

const load = (slug: string): Visits | null => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(slug)) ?? "null");
    if (typeof kept !== "object" || kept === null || !("seen" in kept) || !("before" in kept) || !isSight(kept.seen)) return null;
    return { seen: kept.seen, before: isSight(kept.before) ? kept.before : null };
  } catch {
    return null;
  }
};

const known = new Map<string, Visits | null>();
const listeners = new Set<() => void>();

const visitsOf = (slug: string): Visits | null => {
  const visits = known.get(slug);
  if (visits !== undefined) return visits;
  const loaded = load(slug);
  known.set(slug, loaded);
  return loaded;
};

const keep = (slug: string, visits: Visits): void => {
  known.set(slug, visits);
  try {
    localStorage.setItem(nameOf(slug), JSON.stringify(visits));
  } catch {
    // Without storage a visit lasts until the page is closed.
  }
  for (const listener of listeners) listener();
};

/** Its user has read what is new. */
export const putAway = (slug: string): void => {
  const visits = visitsOf(slug);
  if (visits !== null) keep(slug, { ...visits, before: null });
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What the visit before this one ended with, or null. */
export const useEarlierVisit = (slug: string): Sight | null => useSyncExternalStore(subscribe, () => visitsOf(slug)?.before ?? null);

/** Keeps what is on the screen as seen, for as long as somebody can see it; `undefined` while it is loading. */
export const useVisit = (slug: string, sight: Omit<Sight, "at"> | undefined): void => {
  const begun = useRef<string | null>(null);
  useEffect(() => {
    if (sight === undefined) return;
    const note = (next: typeof looksOn): void => keep(slug, next(visitsOf(slug), { ...sight, at: Date.now() }));
    const isSeen = (): boolean => document.visibilityState === "visible";
    const leave = (): void => note(looksOn);
    const turn = (): void => note(isSeen() ? comesToLook : looksOn);
    if (isSeen()) note(begun.current === slug ? looksOn : comesToLook);
    if (isSeen()) begun.current = slug;
    document.addEventListener("visibilitychange", turn);
    addEventListener("pagehide", leave);
    return () => {
      if (isSeen()) leave();
      document.removeEventListener("visibilitychange", turn);
      removeEventListener("pagehide", leave);
    };
  }, [slug, sight]);
};
