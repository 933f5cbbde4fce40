import { Background, Controls, MiniMap, ReactFlow, useStore, type ReactFlowInstance } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useRef, useState } from "react";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { useTheme } from "../../shell/theme.ts";
import { appsInSight, toDistance } from "./distance.ts";
import { EdgeMarkers } from "./edge-markers.tsx";
import { FarView } from "./far-view.tsx";
import type { Place } from "./close-up.ts";
import type { Arrangement, Placed } from "./lay-out.ts";
import { AreaView, BoxView } from "./model-node.tsx";
import type { FlowNode } from "./to-flow.ts";
import type { Graph } from "./to-graph.ts";
import { useLayout } from "./use-layout.ts";
import { useScene, type View } from "./use-scene.ts";
import { createZoomingMark } from "./zooming-mark.ts";

interface Props {
  readonly slug: string;
  readonly graph: Graph;
  readonly arrangement: Arrangement;
  readonly focus: string | undefined;
  /** Where the places of this drawing are kept. */
  readonly placesKey: string;
}

/** Before the drawing is fitted into the window, which shows all of it. */
const atFirst: View = { distance: "very", apps: [] };

/** What the button that shows all leaves free around it: on the left are the buttons. */
const fitted = { padding: { left: "56px", right: "32px", y: "32px" } } as const;

const nodeTypes = { box: BoxView, area: AreaView };

/**
 * The drawing: only what is in sight is in the document, rows vanish when too small to read, hovering lights a model's
 * lines. Of a large one seen from afar, all is a few paths.
 */
export const Drawing = ({ slug, graph, arrangement, focus, placesKey }: Props) => {
  const theme = useTheme();
  const { layout, error } = useLayout(graph, arrangement, focus, placesKey);
  const [lit, setLit] = useState<string | null>(null);
  const [view, setView] = useState<View>(atFirst);
  /** While the drawing moves below the pointer nothing is lit; then what has come to lie there is. */
  const pointer = useRef<{ over: string | null; isMoving: boolean }>({ over: null, isMoving: false });
  const [{ attach, ...zooming }] = useState(createZoomingMark);
  const { nodes, edges, far } = useScene(layout, { slug, focus, view, lit });
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
      ref={attach}
      onMoveStart={(_, viewport) => {
        pointer.current.isMoving = true;
        zooming.start(viewport.zoom);
      }}
      onMove={(_, viewport) => zooming.move(viewport.zoom)}
      onMoveEnd={() => {
        pointer.current.isMoving = false;
        zooming.end();
        setLit(pointer.current.over);
      }}
      onNodeMouseEnter={(_, node) => {
        pointer.current.over = node.type === "box" ? node.id : null;
        if (!pointer.current.isMoving) setLit(pointer.current.over);
      }}
      onNodeMouseLeave={() => {
        pointer.current.over = null;
        setLit(null);
      }}
      aria-label="Schema drawing"
    >
      <EdgeMarkers />
      <Reader placed={layout.placed} onChange={setView} />
      {far === null ? null : <FarView parts={far} placed={layout.placed} />}
      <Background gap={24} size={1} />
      <Controls showInteractive={false} fitViewOptions={fitted} />
      {layout.graph.boxes.length > 80 ? <MiniMap pannable zoomable ariaLabel="Map of the whole schema" /> : null}
    </ReactFlow>
  );
};

/** While a wheel turns or a hand drags nothing is made anew. */
const settlesMs = 120;

interface ReaderProps {
  readonly placed: Placed;
  readonly onChange: (view: View) => void;
}

/** Tells what its reader sees of the drawing; a mark for what the style sheet does about it. */
const Reader = ({ placed, onChange }: ReaderProps) => {
  const zoom = useStore(({ transform }) => transform[2]);
  const distance = toDistance(zoom);
  const inSight = useStore((state) => (distance === "very" ? "" : appsInSight(placed, state).join("\n")));
  const hasTold = useRef(false);
  useEffect(() => {
    const tell = (): void => onChange({ distance: toDistance(zoom), apps: inSight.split("\n") });
    const timer = setTimeout(tell, hasTold.current ? settlesMs : 0);
    hasTold.current = true;
    return () => clearTimeout(timer);
  }, [zoom, inSight, onChange]);
  return <span hidden className={`far-flag far-${distance}`} />;
};

/** Part of the width that is left free beside the buttons of the drawing. */
const besideButtons = 0.03;

/** The rectangle around everything; small drawings get room, so that they are not blown up. */
const toBounds = ({ boxes, areas }: Placed): Place => {
  const places = [...boxes.values(), ...areas.values()];
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  const width = Math.max(...places.map((place) => place.x + place.width)) - left;
  const height = Math.max(...places.map((place) => place.y + place.height)) - top;
  const [wide, high] = [Math.max(width, 960), Math.max(height, 560)];
  const free = wide * besideButtons;
  return { x: left - (wide - width) / 2 - free, y: top - (high - height) / 2, width: wide + free, height: high };
};
