import { Command } from "cmdk";
import type { ReactNode } from "react";

/** Closes the palette, then moves. */
export type Go = (move: () => unknown) => () => void;

interface Props {
  readonly icon: ReactNode;
  readonly value: string;
  readonly note?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export const Entry = ({ icon, value, note, onSelect, children }: Props) => (
  <Command.Item className="palette-item" value={value} onSelect={onSelect}>
    {icon}
    <span className="truncate">{children}</span>
    {note === undefined || note === "" ? null : <span className="palette-note code truncate">{note}</span>}
  </Command.Item>
);
