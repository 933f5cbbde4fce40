export type Tick = "applied" | "pending" | "unknown" | "conflict" | "phantom";

const most = 72;
const step = 7;

/** Small marks, oldest first; of a long history the latest are shown. Each state has its own shape, not only its colour. */
export const Ticks = ({ ticks, label }: { readonly ticks: readonly Tick[]; readonly label: string }) => {
  const shown = ticks.slice(-most);
  return (
    <span className="ticks">
      {ticks.length > most ? <span className="faint num ticks-more">+{ticks.length - most}</span> : null}
      <svg width={shown.length * step + 1} height="14" {...(label === "" ? { "aria-hidden": true } : { role: "img", "aria-label": label })}>
        {shown.map((tick, index) => (
          <TickMark key={`${index} ${tick}`} tick={tick} x={index * step} />
        ))}
      </svg>
    </span>
  );
};

const TickMark = ({ tick, x }: { readonly tick: Tick; readonly x: number }) => {
  if (tick === "applied") return <rect className="tick-applied" x={x} y="2" width="5" height="10" rx="1" />;
  if (tick === "pending") return <rect className="tick-pending" x={x + 0.75} y="2.75" width="3.5" height="8.5" rx="1" />;
  if (tick === "unknown") return <rect className="tick-unknown" x={x} y="6" width="5" height="2" />;
  if (tick === "conflict") return <path className="tick-conflict" d={`M${x + 2.5},0 l3,7 l-3,7 l-3,-7 z`} />;
  return <path className="tick-phantom" d={`M${x + 0.5},3.5 l4,7 m0,-7 l-4,7`} />;
};
