import { readGuidePages } from "./guide/guide-files.ts";
import type { Handler } from "./handler.ts";

export const readGuide: Handler<"readGuide"> = async () => ({ pages: [...readGuidePages()] });
