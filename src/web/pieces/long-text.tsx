import { useState, type ReactNode } from "react";

interface Props {
  readonly text: string;
  /** How a part of it is drawn; as it is when not given. */
  readonly draw?: (text: string) => ReactNode;
}

const most = 400;

/** A text of any length: the beginning of a very long one, with a button for the rest. */
export const LongText = ({ text, draw = (part) => part }: Props) => {
  const [all, setAll] = useState(false);
  if (text.length <= most * 1.5) return draw(text);
  return (
    <>
      {draw(all ? text : `${text.slice(0, most)}…`)}{" "}
      <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? "Show less" : `Show all ${text.length.toLocaleString()} characters`}
      </button>
    </>
  );
};
