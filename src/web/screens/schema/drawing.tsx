import { Background, Controls, MiniMap, ReactFlow, useStore, type Edge } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo, useState } from "react";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { useTheme } from "../../shell/theme.ts";
import { EdgeMarkers } from "./edge-markers.tsx";
import type { Position } from "./lay-out.ts";
import { BoxView, type BoxNode } from "./model-node.tsx";
import type { Graph, Line } from "./to-graph.ts";
import { toHandles } from "./to-handles.ts";
import { useLayout } from "./use-layout.ts";

interface Props {
  readonly slug: string;
  readonly graph: Graph;
  readonly focus: string | undefined;
}

const nodeTypes = { box: BoxView };

/** The drawing: only what is in sight is in the document, rows vanish when too small to read, hovering lights a model's lines. */
export const Drawing = ({ slug, graph, focus }: Props) => {
  const theme = useTheme();
  const { layout, error } = useLayout(graph);
  const [lit, setLit] = useState<string | null>(null);
  const nodes = useMemo(() => (layout === null ? [] : toNodes(slug, layout.graph, layout.positions, focus)), [layout, slug, focus]);
  const edges = useMemo(() => (layout === null ? [] : toEdges(layout.graph.lines, lit)), [layout, lit]);
  if (error !== null) return <Failure error={error} />;
  if (layout === null) return <Skeleton rows={10} label="Laying out the schema" />;
  return (
    <ReactFlow
      key={layout.graph.boxes.map(({ id }) => id).join(" ")}
      className={lit === null ? "flow" : "flow flow-lit"}
      colorMode={theme}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onlyRenderVisibleElements
      fitView
      fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
      minZoom={0.05}
      maxZoom={2}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      onNodeMouseEnter={(_, node) => setLit(node.id)}
      onNodeMouseLeave={() => setLit(null)}
      proOptions={{ hideAttribution: false }}
      aria-label="Schema drawing"
    >
      <EdgeMarkers />
      <FarAway />
      <Background gap={24} size={1} />
      <Controls showInteractive={false} />
      {nodes.length > 24 ? <MiniMap pannable zoomable ariaLabel="Map of the whole schema" /> : null}
    </ReactFlow>
  );
};

/** Below this zoom a row of text is thinner than a hair. */
const readableZoom = 0.42;

const FarAway = () => {
  const far = useStore(({ transform }) => transform[2] < readableZoom);
  return <span hidden className="far-flag" data-far={far} />;
};

const toNodes = (slug: string, { boxes }: Graph, positions: ReadonlyMap<string, Position>, focus: string | undefined): BoxNode[] =>
  boxes.map((box) => ({
    id: box.id,
    type: "box",
    position: positions.get(box.id) ?? { x: 0, y: 0 },
    data: { slug, box, focused: box.id === focus },
    width: box.width,
    height: box.height,
    handles: toHandles(box),
  }));

const toEdges = (lines: readonly Line[], lit: string | null): Edge[] =>
  lines.map((line) => {
    const touched = line.source === lit || line.target === lit;
    const parent = line.kind === "parent" || line.kind === "proxy";
    return {
      id: line.id,
      source: line.source,
      target: line.target,
      sourceHandle: line.field,
      type: line.source === line.target ? "smoothstep" : "default",
      className: `line line-${line.kind}${touched ? " line-lit" : ""}`,
      style: { strokeWidth: Math.min(6, 1 + line.weight * 0.4) },
      zIndex: touched ? 1 : 0,
      markerStart: line.kind === "coupling" || parent || line.kind === "one_to_one" ? "" : touched ? "many-lit" : "many",
      markerEnd:
        line.kind === "coupling"
          ? ""
          : parent
            ? "parent"
            : line.kind === "many_to_many"
              ? touched
                ? "many-end-lit"
                : "many-end"
              : touched
                ? "one-lit"
                : "one",
      ...(touched ? { label: line.title } : {}),
    };
  });
