import { LockKeyhole } from "lucide-react";

/** A value as plain JSON in Python's words; long ones fold. `•••` is a secret that never left the desk unmasked. */
export const SettingValueView = ({ value }: { readonly value: unknown }) => {
  if (value === "•••") {
    return (
      <span className="mark tone-faint" title="Masked by the desk before it was stored">
        <LockKeyhole size={13} aria-hidden />
        masked
      </span>
    );
  }
  if (Array.isArray(value) && value.length > 3)
    return <Fold summary={`${value.length} items`} items={value.map((item) => toPython(item))} />;
  const text = toPython(value);
  if (text.length > 72) return <Fold summary={toSummary(value, text)} items={[toPython(value, 2)]} />;
  return <code className="setting-text">{text}</code>;
};

const Fold = ({ summary, items }: { readonly summary: string; readonly items: readonly string[] }) => (
  <details className="fold">
    <summary>
      <code>{summary}</code>
    </summary>
    <ol>
      {items.map((item, index) => (
        <li key={`${index} ${item}`}>
          <code>{item}</code>
        </li>
      ))}
    </ol>
  </details>
);

const toSummary = (value: unknown, text: string): string => {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "item" : "items"}`;
  if (typeof value !== "object" || value === null) return `${text.slice(0, 60)}…`;
  const keys = Object.keys(value);
  return `${keys.length} ${keys.length === 1 ? "key" : "keys"}: ${keys.slice(0, 4).join(", ")}${keys.length > 4 ? ", …" : ""}`;
};

const words = new Map<unknown, string>([
  [null, "None"],
  [true, "True"],
  [false, "False"],
]);

const toPython = (value: unknown, indent = 0): string => words.get(value) ?? JSON.stringify(value, null, indent) ?? "";
