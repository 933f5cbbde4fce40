import { useSyncExternalStore } from "react";
import { toRelative } from "./to-relative.ts";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** A moment as people say it (`3 min ago`), the absolute on hover. All of them tick on one clock. */
export const Moment = ({ at }: { readonly at: string }) => {
  const current = useSyncExternalStore(subscribe, () => now);
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className="num">{at}</span>;
  return (
    <time dateTime={at} title={absolute.format(date)} className="num">
      {toRelative(date.getTime(), Math.max(current, date.getTime()))}
    </time>
  );
};
