import { editorNames, isEditor } from "../pieces/to-editor-address.ts";
import { chooseEditor, useEditor } from "./editor.ts";

/** Which editor the places in the source open in. */
export const EditorChoice = () => {
  const editor = useEditor();
  return (
    <label className="select sidebar-editor">
      <span className="faint">Editor</span>
      <select
        value={editor}
        onChange={({ target }) => {
          if (isEditor(target.value)) chooseEditor(target.value);
        }}
      >
        {Object.entries(editorNames).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
};
