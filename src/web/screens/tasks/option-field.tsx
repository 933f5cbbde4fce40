import { useId } from "react";
import type { PresetOption } from "../../../contract/shapes/preset.ts";
import { Prose } from "../../pieces/prose.tsx";

interface Props {
  readonly option: PresetOption;
  readonly value: string | boolean;
  readonly suggestions: readonly string[];
  readonly errors: readonly string[];
  readonly onChange: (value: string | boolean) => void;
}

/** One row of a preset's option table as a field, with its help, its suggestions and what the desk has against it. */
export const OptionField = (props: Props) => {
  const { option, errors } = props;
  const id = useId();
  const described = `${id}-help${errors.length === 0 ? "" : ` ${id}-error`}`;
  return (
    <div className="field" data-kind={option.kind}>
      <label htmlFor={id}>
        {option.label}
        {option.required ? <span className="faint"> required</span> : null}
      </label>
      <Control {...props} id={id} described={described} />
      <p id={`${id}-help`} className="field-help">
        <Prose text={option.help} />
      </p>
      {option.kind === "list" ? <Chips {...props} /> : null}
      {errors.map((message) => (
        <p key={message} id={`${id}-error`} className="field-fault">
          {message}
        </p>
      ))}
    </div>
  );
};

const Control = ({
  option,
  value,
  suggestions,
  errors,
  onChange,
  id,
  described,
}: Props & { readonly id: string; readonly described: string }) => {
  const shared = { id, "aria-describedby": described, "aria-invalid": errors.length > 0 };
  if (option.kind === "flag") {
    return <input {...shared} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />;
  }
  if (option.kind === "choice") {
    return (
      <select {...shared} value={String(value)} onChange={(event) => onChange(event.target.value)}>
        <option value="">{option.required ? "Choose…" : "Not given"}</option>
        {option.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  return (
    <>
      <input
        {...shared}
        className="code"
        type="text"
        inputMode={option.kind === "number" ? "numeric" : "text"}
        value={String(value)}
        required={option.required}
        spellCheck={false}
        autoComplete="off"
        list={option.kind === "text" && suggestions.length > 0 ? `${id}-list` : undefined}
        placeholder={option.kind === "list" ? "names, with spaces between" : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {option.kind === "text" && suggestions.length > 0 ? (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion}>
              {suggestion}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  );
};

const mostChips = 10;

/** Names that continue what is being typed; one click adds one. */
const Chips = ({ value, suggestions, onChange, option }: Props) => {
  const words = String(value).split(/[\s,]+/);
  const begun = (words.at(-1) ?? "").toLowerCase();
  const chosen = new Set(words);
  const fitting = suggestions.filter((name) => !chosen.has(name) && name.toLowerCase().includes(begun)).slice(0, mostChips);
  if (fitting.length === 0) return null;
  return (
    <div className="chips" role="group" aria-label={`Suggestions for ${option.label}`}>
      {fitting.map((name) => (
        <button key={name} type="button" className="chip code" onClick={() => onChange([...words.slice(0, -1), name].join(" ") + " ")}>
          {name}
        </button>
      ))}
    </div>
  );
};
