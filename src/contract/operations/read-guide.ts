import { z } from "zod";
import { defineOperation } from "./define.ts";

export const readGuide = defineOperation({
  name: "readGuide",
  method: "GET",
  path: "/api/guide/",
  input: z.strictObject({}),
  /** `name` is the page's address below `/docs/`; `index` is the first. */
  output: z.object({ pages: z.array(z.object({ name: z.string(), title: z.string(), markdown: z.string() })) }),
  successStatus: 200,
  effects: "reads",
  errors: [],
  summary: "This product's own guide, all pages as Markdown.",
});
