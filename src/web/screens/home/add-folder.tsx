import { Autocomplete } from "@base-ui/react/autocomplete";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Folder, FolderGit2, FolderPlus } from "lucide-react";
import { useDeferredValue, useId, useRef, useState, type FormEvent } from "react";
import { call, RefusedByDesk, type Answer } from "../../data/client.ts";
import { workspacesQuery } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { findNamed, noteOpened } from "./nearby.ts";
import { NearbyProjects } from "./nearby-projects.tsx";
import type { Dropped } from "./read-drop.ts";
import { useFolderDrop } from "./use-folder-drop.ts";

type Suggestion = Answer<"suggestFolders">["folders"][number];

const useSuggestions = (prefix: string): readonly Suggestion[] => {
  const deferred = useDeferredValue(prefix);
  const { data } = useQuery({
    queryKey: ["folders", deferred],
    queryFn: ({ signal }) => call("suggestFolders", { prefix: deferred }, signal),
    staleTime: 10_000,
    retry: false,
    placeholderData: (previous) => previous,
  });
  return data?.folders ?? [];
};

/** What a drop led to, in words for whoever sees only the field. */
const toNote = (name: string, found: readonly string[]): string => {
  const hidden = `The browser does not tell where the dropped “${name}” lies.`;
  if (found.length === 0)
    return `${hidden} No folder of that name is in your home folder or beside a known project: type or paste its path.`;
  return found.length === 1
    ? `${hidden} The field holds the one folder of that name nearby: open it if it is the one.`
    : `${hidden} ${found.length} folders nearby have that name; the field holds the first.`;
};

/** One field for a folder, completed from the real ones; what the desk says against it stands at the field. */
export const AddFolder = ({ autoFocus = false }: { readonly autoFocus?: boolean }) => {
  const [path, setPath] = useState("");
  const [open, setOpen] = useState(false);
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const folders = useSuggestions(path);
  const add = useMutation({
    mutationFn: (project_path: string) => call("addWorkspace", { project_path }),
    onSuccess: async (workspace) => {
      noteOpened(workspace.project_path);
      await client.invalidateQueries({ queryKey: ["workspaces"] });
      await navigate({ to: "/w/$slug", params: { slug: workspace.slug } });
    },
  });
  const [note, setNote] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const openFolder = (folder: string): void => {
    setNote("");
    setPath(folder);
    add.mutate(folder.trim());
  };
  const take = async (dropped: Dropped): Promise<void> => {
    if (dropped.kind === "path") return openFolder(dropped.path);
    add.reset();
    field.current?.focus();
    if (dropped.kind === "nothing") return setNote("What was dropped is no folder of this machine.");
    const known = client.getQueryData(workspacesQuery.queryKey)?.workspaces ?? [];
    const found = await findNamed(
      dropped.name,
      known.map(({ project_path }) => project_path),
    ).catch(() => []);
    setPath(found[0] ?? "");
    setNote(toNote(dropped.name, found));
  };
  const isOver = useFolderDrop((dropped) => void take(dropped));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    openFolder(path);
  };
  return (
    <form className="add" onSubmit={submit} noValidate>
      <label htmlFor={id} className="sr-only">
        Folder of the project
      </label>
      <div className="add-row">
        <Autocomplete.Root
          items={folders}
          value={path}
          onValueChange={(value) => {
            setPath(value);
            setNote("");
            add.reset();
          }}
          mode="none"
          filter={null}
          itemToStringValue={(folder) => folder.path}
          openOnInputClick
          open={open && folders.length > 0}
          onOpenChange={setOpen}
        >
          <span className="add-field" data-invalid={add.isError}>
            <FolderPlus size={16} aria-hidden />
            <Autocomplete.Input
              id={id}
              ref={field}
              className="code"
              placeholder="/home/you/code/project"
              spellCheck={false}
              autoFocus={autoFocus}
              aria-invalid={add.isError}
              aria-describedby={`${id}-error ${id}-note`}
            />
          </span>
          <Autocomplete.Portal>
            <Autocomplete.Positioner className="positioner" sideOffset={6} align="start">
              <Autocomplete.Popup className="popup folders">
                <Autocomplete.List>
                  {(folder: Suggestion) => (
                    <Autocomplete.Item key={folder.path} value={folder} className="popup-item">
                      {folder.is_django_project ? (
                        <FolderGit2 size={15} aria-hidden className="tone-success" />
                      ) : (
                        <Folder size={15} aria-hidden />
                      )}
                      <span className="code truncate">{folder.path}</span>
                      {folder.is_django_project ? <span className="tag">Django project</span> : null}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.List>
              </Autocomplete.Popup>
            </Autocomplete.Positioner>
          </Autocomplete.Portal>
        </Autocomplete.Root>
        <Button look="primary" type="submit" disabled={add.isPending}>
          {add.isPending ? "Opening…" : "Open"}
        </Button>
      </div>
      <div id={`${id}-error`} role="alert" className="field-error">
        {add.error === null ? null : <AddError error={add.error} />}
      </div>
      <p id={`${id}-note`} role="status" className="add-note">
        {note === "" ? "Or drop a folder anywhere on this page." : note}
      </p>
      <NearbyProjects onOpen={openFolder} />
      {isOver ? <div className="drop-frame">Drop the folder to open it</div> : null}
    </form>
  );
};

const AddError = ({ error }: { readonly error: Error }) => {
  if (!(error instanceof RefusedByDesk)) return <p>{error.message}</p>;
  const said = error.body.errors?.["project_path"] ?? [error.body.error.message];
  return (
    <>
      {said.map((message) => (
        <p key={message}>{message}</p>
      ))}
      <p className="field-hint">{error.body.error.hint}</p>
    </>
  );
};
