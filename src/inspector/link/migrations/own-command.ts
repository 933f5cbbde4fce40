/**
 * A project's own `makemigrations`, followed to the point where it hands over to Django's: what it changes in Django on
 * the way (`Field.deconstruct`, `AlterModelOptions.ALTER_OPTION_KEYS`) is then in place for who compares.
 */
import type { ClassValue, Evaluator, Value } from "../../evaluate/value.ts";

const DJANGOS = "django.core.management.commands.makemigrations.Command";

const no: Value = { kind: "constant", type: "bool", value: false };
const yes: Value = { kind: "constant", type: "bool", value: true };
const none: Value = { kind: "constant", type: "none", value: null };

/** What `makemigrations --check --dry-run` is called with. */
const OPTIONS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["verbosity", { kind: "constant", type: "int", value: 1 }],
  ["settings", none],
  ["pythonpath", none],
  ["traceback", no],
  ["no_color", no],
  ["force_color", no],
  ["skip_checks", yes],
  ["dry_run", yes],
  ["merge", no],
  ["empty", no],
  ["interactive", yes],
  ["name", none],
  ["include_header", yes],
  ["check_changes", yes],
  ["scriptable", no],
  ["update", no],
]);

/** What decides besides `handle()` which changes are found. */
const DECISIVE = ["__init__", "autodetector", "execute", "run_from_argv"];

/** Calls that only tell the user something. */
const TELLS = /(^|\.)(stdout|stderr|style|logger|logging|log|print|warnings)(\.|$|\()/u;

/** The project's classes before Django's command; null when the order leads through code that is not here. */
const ownClasses = (evaluator: Evaluator, command: ClassValue): readonly ClassValue[] | null => {
  const own: ClassValue[] = [];
  for (const one of evaluator.mro(command)) {
    if (evaluator.pathOf(one) === DJANGOS) return own;
    if (one.kind !== "class") return null;
    own.push(one);
  }
  return null;
};

/** Why it may find other changes than Django's would with what it has put in place; null when it surely hands over to Django's. */
export const followCommand = (evaluator: Evaluator, app: string): string | null => {
  const doubt = `${app} has its own makemigrations, which may leave changes out`;
  const module = evaluator.importModule(`${app}.management.commands.makemigrations`);
  const command = module.kind === "module" ? evaluator.force(evaluator.attribute(module, "Command")) : null;
  if (command === null) return doubt;
  if (evaluator.pathOf(command) === DJANGOS) return null;
  const own = command.kind === "class" ? ownClasses(evaluator, command) : null;
  if (own === null || own.some(({ namespace }) => DECISIVE.some((name) => namespace.has(name)))) return doubt;
  if (!own.some(({ namespace }) => namespace.has("handle"))) return null;
  const before = evaluator.effects.length;
  const instance = evaluator.call(command, [], new Map());
  evaluator.call(evaluator.attribute(instance, "handle"), [], OPTIONS);
  const made = evaluator.effects.slice(before).filter(({ path }) => path === null || !TELLS.test(path));
  const [handedOver] = made;
  const isFollowed = made.length === 1 && handedOver?.path === `${DJANGOS}.handle` && handedOver.because === undefined;
  return isFollowed ? null : doubt;
};
