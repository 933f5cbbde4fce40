import type { ReactNode } from "react";
import { useId } from "react";

interface Props {
  readonly title: string;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled region: hairline above, no box inside a box. */
export const Panel = ({ title, note, action, className = "", children }: Props) => {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="panel-note num">{note}</span>}
        {action === undefined ? null : <span className="panel-action">{action}</span>}
      </header>
      {children}
    </section>
  );
};
