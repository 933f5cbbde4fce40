interface Props {
  readonly value: number;
  readonly label: string;
  readonly tone?: "info" | "success" | "danger" | "warning";
}

/** A thin bar with its real share; drawn with SVG so that no inline style is needed. */
export const Progress = ({ value, label, tone = "info" }: Props) => (
  <span
    className={`progress tone-${tone}`}
    role="progressbar"
    aria-valuenow={value}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-label={label}
  >
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
      <rect className="progress-ground" width="100" height="4" />
      <rect className="progress-bar" width={value} height="4" />
    </svg>
  </span>
);
