import { Search, X } from "lucide-react";
import type { KeyboardEvent } from "react";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** A field that filters what stands below it; its label is for screen readers, its placeholder for the rest. */
export const SearchField = ({ label, value, onChange, onKeyDown }: Props) => (
  <label className="search">
    <Search size={14} aria-hidden />
    <span className="sr-only">{label}</span>
    <input
      type="text"
      inputMode="search"
      placeholder={label}
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      {...(onKeyDown === undefined ? {} : { onKeyDown })}
    />
    {value === "" ? null : (
      <button type="button" className="icon-button" aria-label="Clear the search" onClick={() => onChange("")}>
        <X size={14} aria-hidden />
      </button>
    )}
  </label>
);
