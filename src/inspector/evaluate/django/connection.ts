/** `django.db.connection`, as far as the settings say what it leads to: `connection.vendor`, `connection.settings_dict`. */
import type { Machine, NativeMember } from "../machine.ts";
import type { Value } from "../value.ts";
import { unknown } from "../value.ts";
import { text } from "../values/make.ts";
import { lookUpSetting } from "./settings.ts";

const vendors: readonly (readonly [RegExp, string])[] = [
  [/postg(?:res|is)/u, "postgresql"],
  [/mysql/u, "mysql"],
  [/oracle/u, "oracle"],
  [/sqlite|spatialite/u, "sqlite"],
];

const entry = (m: Machine, value: Value | undefined, key: string): Value | undefined => {
  const forced = value === undefined ? undefined : m.force(value);
  if (forced?.kind !== "dict") return undefined;
  return forced.entries.findLast((each) => each.key.kind === "constant" && each.key.value === key)?.value;
};

const database = (m: Machine): Value | undefined => entry(m, lookUpSetting(m, "DATABASES"), "default");

const vendor = (m: Machine): Value => {
  const engine = entry(m, database(m), "ENGINE");
  const path = engine === undefined ? undefined : m.force(engine);
  const name = path?.kind === "constant" && typeof path.value === "string" ? path.value : "";
  const found = vendors.find(([pattern]) => pattern.test(name));
  return found === undefined ? unknown("the kind of the default database is not known") : text(found[1]);
};

export const connectionMember: NativeMember = (m, _self, name) => {
  if (name === "vendor") return vendor(m);
  const settings = name === "settings_dict" ? database(m) : undefined;
  return settings ?? unknown(`connection.${name} needs a database`);
};
