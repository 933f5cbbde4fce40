import type { PresetOption } from "../../../contract/shapes/preset.ts";
import { systemCheckTags } from "../../../contract/shapes/system-check-tags.ts";
import { useFacts } from "../../data/queries.ts";
import type { Given } from "./spell-command.ts";

/** What an option may be completed with, from the facts of the project. Migrations follow the app that was chosen. */
export const useSuggestions = (slug: string): ((option: PresetOption, given: Given) => readonly string[]) => {
  const apps = useFacts(slug, "apps").data?.apps ?? [];
  const models = useFacts(slug, "models").data?.models ?? [];
  const migrations = useFacts(slug, "migrations").data?.migrations;
  const databases = useFacts(slug, "settings").data?.settings?.DATABASES ?? {};
  const ownFirst = [...apps].sort((a, b) => Number(b.first_party) - Number(a.first_party) || a.label.localeCompare(b.label));
  return (option, given) => {
    if (option.kind === "choice") return option.choices;
    switch (option.suggests) {
      case "apps":
        return ownFirst.map(({ label }) => label);
      case "models":
        return [...ownFirst.map(({ label }) => label), ...models.filter(({ abstract }) => !abstract).map(({ label }) => label)];
      case "migrations": {
        const app = given["app_label"];
        return typeof app === "string" ? (migrations?.apps[app]?.migrations ?? []).map(({ name }) => name) : [];
      }
      case "databases":
        return Object.keys(databases);
      case "tags":
        return systemCheckTags;
      case null:
      default:
        return [];
    }
  };
};
