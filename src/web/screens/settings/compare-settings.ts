/** Settings to look for, and those of two modules name by name. */
import type { SettingValue } from "../../../contract/shapes/facts.ts";

/** Does what is typed stand in a setting's name, value or places? */
export const matches = (typed: string, { name, value, origin }: SettingValue): boolean => {
  const text = `${name} ${JSON.stringify(value)} ${origin.map(({ file, env }) => `${file} ${env ?? ""}`).join(" ")}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

export interface SettingPair {
  readonly name: string;
  /** Undefined where the module leaves it to Django. */
  readonly own: SettingValue | undefined;
  readonly other: SettingValue | undefined;
  readonly differs: boolean;
}

const masked = "•••";

/** Values of which nobody can say whether they are the same count as different when they come from different places. */
const differ = (own: SettingValue | undefined, other: SettingValue | undefined): boolean => {
  if (own === undefined || other === undefined) return own !== other;
  if (own.certainty === "unknown" || other.certainty === "unknown" || own.value === masked || other.value === masked) {
    return JSON.stringify([own.certainty, own.value, own.origin]) !== JSON.stringify([other.certainty, other.value, other.origin]);
  }
  return JSON.stringify(own.value) !== JSON.stringify(other.value);
};

export const pairSettings = (own: readonly SettingValue[], other: readonly SettingValue[]): readonly SettingPair[] => {
  const owns = new Map(own.map((setting) => [setting.name, setting]));
  const others = new Map(other.map((setting) => [setting.name, setting]));
  return [...new Set([...owns.keys(), ...others.keys()])]
    .sort((left, right) => left.localeCompare(right))
    .map((name) => ({ name, own: owns.get(name), other: others.get(name), differs: differ(owns.get(name), others.get(name)) }));
};
