import { FolderGit2, History } from "lucide-react";
import { useId } from "react";
import { useOffers } from "./nearby.ts";

/** Folders to open in one click; nothing when there are none. */
export const NearbyProjects = ({ onOpen }: { readonly onOpen: (path: string) => void }) => {
  const id = useId();
  const offers = useOffers();
  if (offers.length === 0) return null;
  return (
    <section className="nearby" aria-labelledby={id}>
      <p id={id}>Recent and nearby</p>
      <ul>
        {offers.map(({ path, opened }) => (
          <li key={path}>
            <button type="button" className="nearby-folder" onClick={() => onOpen(path)} title={path}>
              {opened ? <History size={14} aria-hidden /> : <FolderGit2 size={14} aria-hidden />}
              <bdi className="code truncate">{path}</bdi>
              <span className="faint">{opened ? "opened before" : "Django project"}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
