import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useEditor } from "../shell/editor.ts";
import { editorNames, toEditorAddress, toEditorCommand } from "./to-editor-address.ts";

interface Props {
  readonly root: string;
  readonly file: string;
  readonly line: number | null;
  /** Shows the line alone, where the file is said beside; or the file without its folder. */
  readonly short?: "line" | "name";
}

/** A place in the source: opens in the chosen editor and copies `path:line`; for one of the terminal, copies the command that opens it. */
export const SourceLink = ({ root, file, line, short }: Props) => {
  const place = line === null ? file : `${file}:${line}`;
  const shown = short === undefined ? place : short === "line" && line !== null ? `:${line}` : place.replace(/^.*[\\/]/, "");
  const editor = useEditor();
  const address = toEditorAddress(editor, { root, file, line });
  const command = editor === "terminal" ? toEditorCommand({ root, file, line }) : null;
  return (
    <span className="source">
      {address === null ? (
        <span className="code truncate" title={place}>
          {shown}
        </span>
      ) : (
        <a className="code truncate source-open" href={address} title={`Open ${place} in ${editorNames[editor]}`}>
          {shown}
        </a>
      )}
      <CopyButton text={command ?? place} what={command === null ? `path ${place}` : `the command that opens ${place}`} />
    </span>
  );
};

/** Copies a text; says so with a tick for a moment. */
export const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1_200);
  };
  return (
    <button
      type="button"
      className="icon-button copy"
      onClick={() => void copy()}
      aria-label={done ? `Copied ${what}` : `Copy ${what}`}
      title="Copy"
    >
      {done ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
    </button>
  );
};
