/** A notebook made of facts: title, bootstrap, then what its template says. */
import type { AppFacts, MigrationsFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import type { Notebook, NotebookKey } from "../../contract/shapes/notebook.ts";
import { toBootstrap, type BootstrapFacts } from "./bootstrap.ts";
import { plain, text, toCells, type Draft } from "./cells.ts";
import { toMigrationHistory } from "./migration-history.ts";
import { toQueryStarter } from "./query-starter.ts";
import { toSchemaAudit } from "./schema-audit.ts";
import { templates } from "./templates.ts";

export interface NotebookFacts extends BootstrapFacts {
  readonly name: string;
  readonly apps: readonly AppFacts[];
  readonly models: readonly ModelFacts[];
  readonly migrations: MigrationsFacts;
  /** When the facts were read. */
  readonly readAt: number;
}

const toBody = (key: NotebookKey, facts: NotebookFacts, app: string): readonly Draft[] => {
  const labels = facts.apps.filter(({ first_party: own, label }) => (app === "" ? own : label === app)).map(({ label }) => label);
  const models = facts.models.filter((model) => labels.includes(model.app));
  switch (key) {
    case "schema-audit":
      return toSchemaAudit(models);
    case "query-starter":
      return toQueryStarter(models);
    case "migration-history":
    default:
      return toMigrationHistory(facts.migrations, labels);
  }
};

/** `app`: only this one; all of the project's own when empty. */
export const toNotebook = (key: NotebookKey, facts: NotebookFacts, app: string): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  },
  cells: toCells([
    text(
      `# ${templates[key].title}: ${plain(facts.name)}${app === "" ? "" : `, ${plain(app)}`}`,
      `Made by DJDesk from the source as it was at ${new Date(facts.readAt).toISOString().slice(0, 16).replace("T", " ")} UTC. ${templates[key].description}`,
    ),
    ...toBootstrap(facts),
    ...toBody(key, facts, app),
  ]),
});
