interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [key: string, words: string])[];
  readonly onChange: (value: string) => void;
}

/** One of a few, all of them in sight. */
export const Segments = ({ label, value, options, onChange }: Props) => (
  <div className="segments" role="group" aria-label={label}>
    {options.map(([key, words]) => (
      <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>
        {words}
      </button>
    ))}
  </div>
);
