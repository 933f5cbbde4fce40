/** For tests: an evaluator over a project in memory. */
import { loadCatalogue } from "../catalogue/catalogue.ts";
import { createMemoryFiles, memoryRoot } from "../files/memory-files.ts";
import { parseBody } from "../python/parse-body.ts";
import { parseModule } from "../python/parse-module.ts";
import { createEvaluator } from "./evaluator.ts";
import type { EvaluatorOptions } from "./machine.ts";
import type { Evaluator } from "./value.ts";

export const anEvaluator = (contents: Record<string, string>, over: Partial<EvaluatorOptions> = {}): Evaluator =>
  createEvaluator({
    files: createMemoryFiles(contents),
    roots: [memoryRoot],
    catalogue: loadCatalogue(),
    parse: { module: (_file, { text }) => parseModule(text), body: (tree, text) => parseBody(text, tree.body) },
    env: {},
    ...over,
  });
