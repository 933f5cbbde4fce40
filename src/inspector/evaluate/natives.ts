/** Everything of Python and its libraries that is modelled here, by dotted path. */
import type { Machine, Native, NativeMember, Natives } from "./machine.ts";
import type { Value } from "./value.ts";
import { containerMethods } from "./builtins/containers.ts";
import { builtinFunctions } from "./builtins/functions.ts";
import { objectFunctions, spaceMember } from "./builtins/objects.ts";
import { superMember } from "./builtins/super.ts";
import { stringMethods } from "./builtins/strings.ts";
import { typeCallFunctions } from "./calls/type-call.ts";
import { djangoConstants, djangoFunctions, djangoMembers } from "./django/functions.ts";
import { metaclassFunctions } from "./objects/metaclass.ts";
import { payloadFunctions } from "./objects/payload.ts";
import { exceptionNames } from "./objects/exceptions.ts";
import { configParserMember, configParserReaders } from "./readers/config-parser.ts";
import { decoupleReaders } from "./readers/decouple.ts";
import { environMembers, environReaders } from "./readers/django-environ.ts";
import { settingsReaders } from "./readers/django-settings.ts";
import { dotenvReaders } from "./readers/dotenv.ts";
import { collectionFunctions } from "./stdlib/collections.ts";
import { entryPointFunctions, entryPointMembers } from "./stdlib/entry-points.ts";
import { environFunctions } from "./stdlib/environ.ts";
import { fileFunctions, fileMember } from "./stdlib/files.ts";
import { miscConstants, miscFunctions } from "./stdlib/misc.ts";
import { osConstants, osFunctions } from "./stdlib/os.ts";
import { pathFunctions, pathMember } from "./stdlib/pathlib.ts";
import { systemConstants, systemFunctions } from "./stdlib/sys.ts";
import { yamlFunctions } from "./stdlib/yaml.ts";
import { builtin, external } from "./values/make.ts";

const functions = new Map<string, Native>(
  Object.entries({
    ...builtinFunctions,
    ...objectFunctions,
    ...payloadFunctions,
    ...metaclassFunctions,
    ...typeCallFunctions,
    ...stringMethods,
    ...containerMethods,
    ...osFunctions,
    ...environFunctions,
    ...pathFunctions,
    ...fileFunctions,
    ...yamlFunctions,
    ...systemFunctions,
    ...entryPointFunctions,
    ...collectionFunctions,
    ...miscFunctions,
    ...djangoFunctions,
    ...environReaders,
    ...dotenvReaders,
    ...decoupleReaders,
    ...configParserReaders,
    ...settingsReaders,
  }),
);

const constants = new Map<string, (m: Machine) => Value>(
  Object.entries({ ...osConstants, ...systemConstants, ...miscConstants, ...djangoConstants }),
);
for (const name of exceptionNames) constants.set(`builtins.${name}`, () => external(name));

/** While nothing runs, each thread has what this one has set. */
const nothingSet: NativeMember = () => undefined;

const members = new Map<string, NativeMember>(
  Object.entries({
    ...djangoMembers,
    ...environMembers,
    ...entryPointMembers,
    "configparser.RawConfigParser": configParserMember,
    "pathlib.Path": pathMember,
    "io.TextIOWrapper": fileMember,
    ...Object.fromEntries(["threading.local", "asgiref.local.Local"].map((path) => [path, nothingSet])),
    "builtins.super": superMember,
    "builtins.globals": spaceMember,
    "builtins.locals": spaceMember,
  }),
);

const modules = new Set<string>();
for (const path of [...functions.keys(), ...constants.keys()]) {
  const dot = path.lastIndexOf(".");
  if (dot > 0) modules.add(path.slice(0, dot));
}

const builtins = new Map<string, (m: Machine) => Value>();
for (const name of functions.keys()) if (!name.includes(".")) builtins.set(name, () => builtin(name));
for (const [path, make] of constants) if (path.startsWith("builtins.")) builtins.set(path.slice("builtins.".length), make);

export const natives: Natives = { functions, constants, builtins, members, modules };
