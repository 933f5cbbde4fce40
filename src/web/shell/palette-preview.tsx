import type { Found } from "./palette-entries.ts";

const shown = 12;

/** What stands behind the entry that is lit, before one goes there. */
export const PalettePreview = ({ found }: { readonly found: Found | undefined }) => {
  if (found === undefined) return <div className="palette-preview" aria-hidden />;
  return (
    <div className="palette-preview" aria-live="off">
      <p className="palette-preview-title code">{found.kind === "model" || found.kind === "field" ? found.model.label : found.title}</p>
      <PreviewBody found={found} />
    </div>
  );
};

const PreviewBody = ({ found }: { readonly found: Found }) => {
  switch (found.kind) {
    case "model":
    case "field":
      return <Fields found={found} />;
    case "url":
      return (
        <Lines
          lines={[
            ["View", found.url.view ?? "not known"],
            ["Name", found.url.full_name ?? "–"],
            ["Methods", found.url.methods?.join(" ") ?? "any"],
            ["Requires", found.url.requires === null ? "not known" : found.url.requires.join(", ") || "nothing found"],
          ]}
        />
      );
    case "setting":
      return <pre className="palette-value">{JSON.stringify(found.value, null, 1)?.slice(0, 600)}</pre>;
    case "migration":
    default:
      return <Lines lines={[["App", found.note]]} />;
  }
};

const Fields = ({ found }: { readonly found: Extract<Found, { kind: "model" | "field" }> }) => {
  const { fields, file, line } = found.model;
  const rest = fields.length - shown;
  return (
    <>
      <ul>
        {fields.slice(0, shown).map((field) => (
          <li key={field.name} data-lit={found.kind === "field" && found.field === field}>
            <code className="truncate">{field.name}</code>
            <span className="faint truncate">{field.related_model ?? field.class ?? "?"}</span>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="faint num">and {rest} more</p> : null}
      {file === null ? null : (
        <p className="faint code truncate">
          {file}:{line}
        </p>
      )}
    </>
  );
};

const Lines = ({ lines }: { readonly lines: readonly (readonly [string, string])[] }) => (
  <ul>
    {lines.map(([label, value]) => (
      <li key={label}>
        <span className="faint">{label}</span>
        <code>{value}</code>
      </li>
    ))}
  </ul>
);
