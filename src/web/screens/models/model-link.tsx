import { Link } from "@tanstack/react-router";

interface Props {
  readonly slug: string;
  readonly label: string;
  /** Labels that have a page; others (outside the scan) are shown as text. */
  readonly known: ReadonlySet<string>;
}

/** `app.Model`, leading to it. */
export const ModelLink = ({ slug, label, known }: Props) =>
  known.has(label) ? (
    <Link
      to="/w/$slug/models"
      params={{ slug }}
      search={(before) => ({ q: before.q, app: undefined, all: before.all, model: label })}
      className="link code"
    >
      {label}
    </Link>
  ) : (
    <code>{label}</code>
  );
