/** The states between nothing and everything: loading, empty, failed. Each says what happened and what to do. */
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { DeskSilent, RefusedByDesk } from "../data/client.ts";

/** Grey bars of the height that the content will have, so that nothing jumps when it comes. */
export const Skeleton = ({ rows = 6, label = "Loading" }: { readonly rows?: number; readonly label?: string }) => (
  <div className="skeleton" role="status" aria-label={label}>
    {Array.from({ length: rows }, (_, row) => (
      <span key={row} className={`skeleton-row skeleton-${row % 4}`} />
    ))}
  </div>
);

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
}

/** Nothing here, why, and the next step. */
export const Empty = ({ title, children, icon }: EmptyProps) => (
  <div className="empty">
    {icon === undefined ? null : <span className="empty-icon">{icon}</span>}
    <p className="empty-title">{title}</p>
    {children === undefined ? null : <div className="empty-text">{children}</div>}
  </div>
);

const wordsOf = (error: unknown): { readonly message: string; readonly hint: string } => {
  if (error instanceof RefusedByDesk) return { message: error.body.error.message, hint: error.body.error.hint };
  if (error instanceof DeskSilent)
    return { message: "The desk does not answer.", hint: "Start it again in a terminal; this page goes on by itself." };
  return { message: "Something in this page went wrong.", hint: error instanceof Error ? error.message : "Reload the page." };
};

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A refusal or a silence, in its own words with its hint. */
export const Failure = ({ error, onRetry }: FailureProps) => {
  const { message, hint } = wordsOf(error);
  return (
    <div className="failure" role="alert">
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p className="failure-title">{message}</p>
        <p className="soft">{hint}</p>
        {onRetry === undefined ? null : (
          <button type="button" className="button button-plain" onClick={onRetry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
};
