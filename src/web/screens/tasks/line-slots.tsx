import type { Virtualizer } from "@tanstack/react-virtual";
import type { ReactNode } from "react";

interface Props {
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** The line at an index, or null where there is none. */
  readonly children: (index: number) => ReactNode;
}

/** The lines in sight, each at its place in a space as high as all of them. */
export const LineSlots = ({ virtual, children }: Props) => (
  <div className="log-space" style={{ height: virtual.getTotalSize() }}>
    {virtual.getVirtualItems().map((item) => (
      <div
        key={item.key}
        ref={virtual.measureElement}
        data-index={item.index}
        className="log-slot"
        style={{ transform: `translateY(${item.start}px)` }}
      >
        {children(item.index)}
      </div>
    ))}
  </div>
);
