import { Background, Controls, MiniMap, ReactFlow, useStore, type ReactFlowInstance } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo, useState } from "react";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { useTheme } from "../../shell/theme.ts";
import { EdgeMarkers } from "./edge-markers.tsx";
import type { Place } from "./close-up.ts";
import type { Arrangement, Placed } from "./lay-out.ts";
import { AreaView, BoxView } from "./model-node.tsx";
import { toFlowEdges, toFlowNodes, type FlowNode } from "./to-flow.ts";
import type { Graph } from "./to-graph.ts";
import { useLayout } from "./use-layout.ts";

interface Props {
  readonly slug: string;
  readonly graph: Graph;
  readonly arrangement: Arrangement;
  readonly focus: string | undefined;
  /** Where the places of this drawing are kept. */
  readonly placesKey: string;
}

const nodeTypes = { box: BoxView, area: AreaView };

/** The drawing: only what is in sight is in the document, rows vanish when too small to read, hovering lights a model's lines. */
export const Drawing = ({ slug, graph, arrangement, focus, placesKey }: Props) => {
  const theme = useTheme();
  const { layout, error } = useLayout(graph, arrangement, focus, placesKey);
  const [lit, setLit] = useState<string | null>(null);
  const nodes = useMemo(() => (layout === null ? [] : toFlowNodes({ slug, ...layout, focus })), [layout, slug, focus]);
  const edges = useMemo(() => (layout === null ? [] : toFlowEdges(layout.graph.lines, lit)), [layout, lit]);
  if (error !== null) return <Failure error={error} />;
  if (layout === null) return <Skeleton rows={10} label="Laying out the schema" />;
  const show = (flow: ReactFlowInstance<FlowNode>): void => void flow.fitBounds(toBounds(layout.placed), { padding: 0.06 });
  return (
    <ReactFlow
      key={layout.graph.boxes.map(({ id, height }) => `${id} ${height}`).join(" ")}
      className={`flow flow-${arrangement}${lit === null ? "" : " flow-lit"}`}
      colorMode={theme}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onInit={show}
      onlyRenderVisibleElements
      minZoom={0.04}
      maxZoom={2}
      nodesConnectable={false}
      nodesFocusable={false}
      nodesDraggable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      onNodeMouseEnter={(_, node) => setLit(node.type === "box" ? node.id : null)}
      onNodeMouseLeave={() => setLit(null)}
      aria-label="Schema drawing"
    >
      <EdgeMarkers />
      <FarAway />
      <Background gap={24} size={1} />
      <Controls showInteractive={false} fitViewOptions={{ padding: 0.06 }} />
      {layout.graph.boxes.length > 80 ? <MiniMap pannable zoomable ariaLabel="Map of the whole schema" /> : null}
    </ReactFlow>
  );
};

/** Below this zoom a row of text is thinner than a hair. */
const readableZoom = 0.42;

/** Below this one not even names can be read: apps are named instead. */
const nameableZoom = 0.3;

const FarAway = () => {
  const far = useStore(({ transform }) => (transform[2] < nameableZoom ? "very" : transform[2] < readableZoom ? "far" : "near"));
  return <span hidden className={`far-flag far-${far}`} />;
};

/** The rectangle around everything; small drawings get room, so that they are not blown up. */
const toBounds = ({ boxes, areas }: Placed): Place => {
  const places = [...boxes.values(), ...areas.values()];
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  const width = Math.max(...places.map((place) => place.x + place.width)) - left;
  const height = Math.max(...places.map((place) => place.y + place.height)) - top;
  const [wide, high] = [Math.max(width, 960), Math.max(height, 560)];
  return { x: left - (wide - width) / 2, y: top - (high - height) / 2, width: wide, height: high };
};
