import type { NotebookCell } from "../../../contract/shapes/notebook.ts";
import { Markdown } from "../../pieces/markdown.tsx";
import "../../style/markdown.css";
import { CopyButton } from "../../pieces/source-link.tsx";

/** A notebook as Jupyter shows it, without outputs: nothing was run. */
export const NotebookView = ({ cells }: { readonly cells: readonly NotebookCell[] }) => (
  <ol className="cells">
    {cells.map((cell) => (
      <li key={cell.id} className={`cell-of-book book-${cell.cell_type}`}>
        {cell.cell_type === "markdown" ? (
          <Markdown text={cell.source} />
        ) : (
          <>
            <pre tabIndex={0} role="group" aria-label="Code">
              <code>{cell.source}</code>
            </pre>
            <CopyButton text={cell.source} what="this cell" />
          </>
        )}
      </li>
    ))}
  </ol>
);
