/** `python-dotenv` and every helper's way to load a `.env` file into the environment of the scan. */
import type { Call, Machine, Native } from "../machine.ts";
import type { Value } from "../value.ts";
import { noteGlobalChange } from "../state/deeds.ts";
import { dict, none, text, truthValue } from "../values/make.ts";
import { unknownResult } from "../builtins/arguments.ts";
import { absolute, parentOf, pathText } from "../stdlib/path-value.ts";
import { readEnvFile, searchUp } from "./env-file.ts";

const callerFolder = (m: Machine, call: Call): string =>
  call.scope === undefined ? (m.options.roots[0] ?? "/") : parentOf(call.scope.module.file);

const envPath = (m: Machine, call: Call, given: Value | undefined): string | undefined => {
  const forced = given === undefined ? undefined : m.force(given);
  if (forced === undefined || (forced.kind === "constant" && (forced.type === "none" || forced.value === "")))
    return searchUp(m, callerFolder(m, call), [".env"]);
  const path = pathText(m, forced);
  return path === undefined ? undefined : absolute(m, path);
};

/** Sets what the file sets; variables of the scan win unless `overwrite`. Answers whether there was a file. */
export const loadEnvFile = (m: Machine, call: Call, { path, overwrite }: { path: Value | undefined; overwrite: boolean }): boolean => {
  const file = envPath(m, call, path);
  const found = file === undefined ? undefined : readEnvFile(m, file);
  if (found === undefined) return false;
  if (m.state.because !== undefined) return true;
  noteGlobalChange();
  for (const [name, value] of found) if (overwrite || !m.state.env.has(name)) m.state.env.set(name, value);
  return true;
};

const load: Native = (m, call) => {
  const override = call.kwargs.get("override");
  return truthValue(
    loadEnvFile(m, call, {
      path: call.args[0] ?? call.kwargs.get("dotenv_path"),
      overwrite: override !== undefined && m.truth(override) === true,
    }),
    call.origin,
  );
};

const values: Native = (m, call) => {
  const file = envPath(m, call, call.args[0] ?? call.kwargs.get("dotenv_path"));
  const found = file === undefined ? undefined : readEnvFile(m, file);
  return dict(
    [...(found ?? [])].map(([name, value]) => ({ key: text(name), value: text(value, call.origin) })),
    call.origin,
  );
};

const find: Native = (m, call) => {
  const found = searchUp(m, callerFolder(m, call), [".env"]);
  return call.args.length > 0 ? unknownResult(m, call, "find_dotenv()") : text(found ?? "", call.origin);
};

export const dotenvReaders: Readonly<Record<string, Native>> = {
  "dotenv.load_dotenv": load,
  "dotenv.main.load_dotenv": load,
  "dotenv.read_dotenv": load,
  "dotenv.dotenv_values": values,
  "dotenv.find_dotenv": find,
  "django_dotenv.read_dotenv": load,
  "dotenv.set_key": () => none(),
};
