import { Menu } from "@base-ui/react/menu";
import { ChevronDown, Download } from "lucide-react";
import { useState } from "react";
import type { Choice } from "./choose-models.ts";
import { saveFile, toPng } from "../../pieces/save-file.ts";
import { toDbml } from "./exports/to-dbml.ts";
import { toDot } from "./exports/to-dot.ts";
import { toMermaid } from "./exports/to-mermaid.ts";
import { toPlantUml } from "./exports/to-plantuml.ts";
import { toSvg } from "./exports/to-svg.ts";
import { layOut, type Arrangement } from "./lay-out.ts";
import { keepPlaces } from "./keep-places.ts";
import type { Graph } from "./to-graph.ts";

interface Props {
  readonly slug: string;
  readonly choice: Choice;
  readonly graph: Graph;
  readonly arrangement: Arrangement;
  readonly focus: string | undefined;
  /** Where the places of this drawing are kept. */
  readonly placesKey: string;
}

const texts = [
  ["Mermaid", "mmd", toMermaid],
  ["DBML", "dbml", toDbml],
  ["Graphviz DOT", "dot", toDot],
  ["PlantUML", "puml", toPlantUml],
] as const;

/** What is drawn, as a picture or as text for other tools. */
export const ExportMenu = ({ slug, choice, graph, arrangement, focus, placesKey }: Props) => {
  const [failed, setFailed] = useState(false);
  const draw = async (): Promise<string> => toSvg(graph, keepPlaces(placesKey, graph, await layOut(graph, arrangement, focus)));
  const save = async (ending: string, make: () => Promise<Blob>): Promise<void> => {
    try {
      saveFile(`${slug}-schema.${ending}`, await make());
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="button button-plain">
          <Download size={14} aria-hidden />
          Export
          <ChevronDown size={14} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="positioner" sideOffset={4} align="start">
            <Menu.Popup className="popup">
              <Menu.Item
                className="popup-item"
                onClick={() => void save("svg", async () => new Blob([await draw()], { type: "image/svg+xml" }))}
              >
                SVG <span className="palette-note">picture</span>
              </Menu.Item>
              <Menu.Item className="popup-item" onClick={() => void save("png", async () => toPng(await draw()))}>
                PNG <span className="palette-note">picture</span>
              </Menu.Item>
              {texts.map(([name, ending, toText]) => (
                <Menu.Item
                  key={ending}
                  className="popup-item"
                  onClick={() => void save(ending, async () => new Blob([toText(choice)], { type: "text/plain" }))}
                >
                  {name} <span className="palette-note code">.{ending}</span>
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {failed ? (
        <span role="alert" className="mark tone-danger">
          The picture could not be made
        </span>
      ) : null}
    </>
  );
};
