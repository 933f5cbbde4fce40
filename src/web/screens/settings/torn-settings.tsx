import type { SettingValue } from "../../../contract/shapes/facts.ts";
import { useFacts } from "../../data/queries.ts";
import { SourceLink } from "../../pieces/source-link.tsx";

interface Props {
  readonly slug: string;
  readonly root: string;
  /** Dotted name of the settings module. */
  readonly module: string;
  readonly values: readonly SettingValue[];
}

/** Files of the settings that Python would not import; what stands below is the rest of them. */
export const TornSettings = ({ slug, root, module, values }: Props) => {
  const unread = useFacts(slug, "unread").data?.unread ?? [];
  const path = module.replaceAll(".", "/");
  const files = new Set(values.flatMap(({ origin }) => origin.map(({ file }) => file)));
  const torn = unread.filter(({ file }) => files.has(file) || file.endsWith(`${path}.py`) || file.endsWith(`${path}/__init__.py`));
  if (torn.length === 0) return null;
  return (
    <ul className="settings-torn">
      {torn.map(({ file, line, message }) => (
        <li key={`${file} ${line} ${message}`}>
          <span className="mark tone-danger">Not all was read</span> <span>{message}</span>{" "}
          <SourceLink root={root} file={file} line={line} />
        </li>
      ))}
    </ul>
  );
};
