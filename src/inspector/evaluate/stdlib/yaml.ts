/** PyYAML's loaders over text or an open file: YAML 1.1, plain data only. */
import { parse } from "yaml";
import type { Native } from "../machine.ts";
import { unknownResult } from "../builtins/arguments.ts";
import { fromPlain } from "../values/make.ts";
import { contents } from "./files.ts";

const load: Native = (m, call) => {
  const given = call.args[0] ?? call.kwargs.get("stream");
  const forced = given === undefined ? undefined : m.force(given);
  const source = forced?.kind === "constant" && typeof forced.value === "string" ? forced.value : contents(m, forced);
  if (source === undefined) return unknownResult(m, call, "yaml.load()");
  try {
    return fromPlain(parse(source, { version: "1.1", logLevel: "error" }), call.origin);
  } catch {
    return m.raise("yaml.YAMLError", "the text is not YAML", call.origin);
  }
};

export const yamlFunctions: Readonly<Record<string, Native>> = Object.fromEntries(
  ["load", "safe_load", "full_load", "unsafe_load"].map((name) => [`yaml.${name}`, load]),
);
