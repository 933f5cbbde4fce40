import { Monitor, Moon, Sun, type LucideIcon } from "lucide-react";
import { chooseTheme, useThemeChoice, type ThemeChoice } from "./theme.ts";

const choices: readonly { readonly value: ThemeChoice; readonly label: string; readonly icon: LucideIcon }[] = [
  { value: "system", label: "Theme of the system", icon: Monitor },
  { value: "light", label: "Light theme", icon: Sun },
  { value: "dark", label: "Dark theme", icon: Moon },
];

/** Three real radio buttons drawn as one switch. */
export const ThemeSwitch = () => {
  const current = useThemeChoice();
  return (
    <fieldset className="theme-switch">
      <legend className="sr-only">Theme</legend>
      {choices.map(({ value, label, icon: Icon }) => (
        <label key={value} title={label} data-on={value === current}>
          <input className="sr-only" type="radio" name="theme" checked={value === current} onChange={() => chooseTheme(value)} />
          <Icon size={14} aria-hidden />
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
};
