/** Ends of lines as database people draw them: a crow's foot for many, a bar for one, a hollow triangle for a parent. */
export const EdgeMarkers = () => (
  <svg className="markers" width="0" height="0" aria-hidden>
    <defs>
      {["", "-lit"].map((state) => (
        <g key={state}>
          <marker
            id={`many${state}`}
            className={`marker${state}`}
            viewBox="0 0 12 12"
            refX="1"
            refY="6"
            markerWidth="12"
            markerHeight="12"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M1,1 L11,6 L1,11 M1,6 H11" />
          </marker>
          <marker
            id={`many-end${state}`}
            className={`marker${state}`}
            viewBox="0 0 12 12"
            refX="11"
            refY="6"
            markerWidth="12"
            markerHeight="12"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M11,1 L1,6 L11,11 M11,6 H1" />
          </marker>
          <marker
            id={`one${state}`}
            className={`marker${state}`}
            viewBox="0 0 12 12"
            refX="11"
            refY="6"
            markerWidth="12"
            markerHeight="12"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M6,1 V11" />
          </marker>
        </g>
      ))}
      <marker
        id="parent"
        className="marker marker-parent"
        viewBox="0 0 14 12"
        refX="13"
        refY="6"
        markerWidth="14"
        markerHeight="12"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M1,1 L13,6 L1,11 Z" />
      </marker>
    </defs>
  </svg>
);
