import { Refusal } from "../contract/errors.ts";
import { shownText } from "../kit/shown-text.ts";
import type { Handler } from "./handler.ts";

export const readStatus: Handler<"readStatus"> = async (desk, { slug }) => {
  const page = await desk.statuses.read(slug);
  if (page === null) throw new Refusal("workspace-not-found", `There is no workspace \`${shownText(slug, 100)}\`.`);
  return page.status;
};
