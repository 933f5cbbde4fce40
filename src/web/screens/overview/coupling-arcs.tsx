import type { AppLink } from "./coupling.ts";

interface Props {
  /** App labels in the order of the table's rows. */
  readonly order: readonly string[];
  readonly links: readonly AppLink[];
  readonly lit: string | null;
}

const rowHeight = 32;
const width = 132;

/** Arcs beside the rows of a table, one for each pair of coupled apps; a dot marks the app that is depended on. */
export const CouplingArcs = ({ order, links, lit }: Props) => {
  const rowOf = new Map(order.map((label, row) => [label, row]));
  const arcs = links.flatMap((link) => {
    const from = rowOf.get(link.source);
    const to = rowOf.get(link.target);
    return from === undefined || to === undefined ? [] : [{ ...link, from, to }];
  });
  if (arcs.length === 0) return null;
  const farthest = Math.max(...arcs.map(({ from, to }) => Math.abs(from - to)));
  const most = Math.max(...arcs.map(({ count }) => count));
  return (
    <svg
      className="arcs"
      width={width}
      height={order.length * rowHeight}
      role="img"
      aria-label={`${arcs.length} pairs of apps are coupled by relations`}
    >
      {arcs.map(({ source, target, count, from, to }) => {
        const reach = 16 + (Math.abs(from - to) / farthest) * (width - 24) * 1.28;
        const [y1, y2] = [from * rowHeight + rowHeight / 2, to * rowHeight + rowHeight / 2];
        const state = lit === null ? "rest" : source === lit ? "out" : target === lit ? "in" : "dim";
        return (
          <g key={`${source} ${target}`} className={`arc arc-${state}`}>
            <title>{`${source} has ${count} ${count === 1 ? "relation" : "relations"} to ${target}`}</title>
            <path d={`M4,${y1} C${reach},${y1} ${reach},${y2} 4,${y2}`} strokeWidth={1 + (count / most) * 2.5} />
            <circle cx="4" cy={y2} r="3" />
          </g>
        );
      })}
    </svg>
  );
};
