/** Folders worth offering: those that were opened here before, and Django projects beside what is on the desk or at home. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../data/client.ts";
import { workspacesQuery } from "../../data/queries.ts";

export interface Offer {
  readonly path: string;
  readonly opened: boolean;
}

const atMost = 6;
const keptAs = "djdesk-recent-folders";

const readRecent = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptAs) ?? "[]");
    return Array.isArray(kept) ? kept.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
};

/** Newest first. */
export const noteOpened = (path: string): void => {
  try {
    localStorage.setItem(keptAs, JSON.stringify([path, ...readRecent().filter((other) => other !== path)].slice(0, 12)));
  } catch {
    // Without storage nothing is offered again.
  }
};

const toParent = (path: string): string => path.replace(/[\\/]+[^\\/]*$/, "");

/** Folders in which to look: the home folder, and those around known projects; each ends without a slash. */
const toPlaces = (known: readonly string[]): readonly string[] => [...new Set(["~", ...known.map(toParent)])].slice(0, 8);

const suggest = async (prefix: string) => (await call("suggestFolders", { prefix })).folders;

const useKnown = (): readonly string[] | null => {
  const { data } = useQuery(workspacesQuery);
  return data?.workspaces.filter(({ bundled }) => !bundled).map(({ project_path }) => project_path) ?? null;
};

/** At most six, without what is on the desk already. */
export const useOffers = (): readonly Offer[] => {
  const known = useKnown();
  const recent = readRecent();
  const places = toPlaces([...(known ?? []), ...recent]);
  const { data } = useQuery({
    queryKey: ["nearby", places],
    queryFn: async () => (await Promise.all(places.map((place) => suggest(`${place}/`)))).flat(),
    enabled: known !== null,
    staleTime: 60_000,
    retry: false,
  });
  if (known === null) return [];
  const near = (data ?? []).flatMap(({ path, is_django_project }) => (is_django_project ? [path] : []));
  const paths = [...new Set([...recent, ...near])].filter((path) => !known.includes(path)).slice(0, atMost);
  return paths.map((path) => ({ path, opened: recent.includes(path) }));
};

/** Folders of this name in the same places; a browser tells no more of a dropped one. */
export const findNamed = async (name: string, known: readonly string[]): Promise<readonly string[]> => {
  const found = await Promise.all(toPlaces([...known, ...readRecent()]).map((place) => suggest(`${place}/${name}`)));
  return [...new Set(found.flat().map(({ path }) => path))].filter((path) => path.endsWith(`/${name}`) || path.endsWith(`\\${name}`));
};
