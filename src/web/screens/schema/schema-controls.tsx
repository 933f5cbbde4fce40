import { Menu } from "@base-ui/react/menu";
import { Check, ChevronDown, X } from "lucide-react";
import { useId } from "react";
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { appColour } from "../../pieces/app-colour.ts";
import { toList } from "../../data/view-state.ts";
import { Segments } from "../../pieces/segments.tsx";
import type { Detail } from "./to-graph.ts";
import { isTable, type SchemaSearch } from "./choose-models.ts";

interface Props {
  readonly models: readonly ModelFacts[];
  readonly search: SchemaSearch;
  readonly onChange: (next: SchemaSearch) => void;
}

/** What to draw and how much of it; every choice stands in the address. */
export const SchemaControls = ({ models, search, detail, onChange }: Props & { readonly detail: Detail }) => (
  <div className="schema-controls">
    <AppMenu models={models} search={search} onChange={onChange} />
    <FocusField models={models} search={search} onChange={onChange} />
    <HideField search={search} onChange={onChange} />
    <Segments
      label="Detail"
      value={detail}
      options={[
        ["all", "All fields"],
        ["keys", "Keys"],
        ["names", "Names"],
      ]}
      onChange={(chosen) => onChange({ detail: chosen })}
    />
    <Segments
      label="View"
      value={search.view ?? "drawing"}
      options={[
        ["drawing", "Drawing"],
        ["table", "Table"],
      ]}
      onChange={(view) => onChange({ view: view === "drawing" ? undefined : view })}
    />
  </div>
);

const AppMenu = ({ models, search, onChange }: Props) => {
  const chosen = toList(search.apps);
  const counts = new Map<string, { count: number; own: boolean }>();
  for (const model of models.filter(isTable))
    counts.set(model.app, { count: (counts.get(model.app)?.count ?? 0) + 1, own: model.first_party });
  const apps = [...counts].sort(([a, x], [b, y]) => Number(y.own) - Number(x.own) || a.localeCompare(b));
  const toggle = (app: string): void => {
    const next = chosen.includes(app) ? chosen.filter((other) => other !== app) : [...chosen, app];
    onChange({ apps: next.length === 0 ? undefined : next.join(","), focus: undefined });
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="button button-plain">
        {chosen.length === 0 ? "All apps" : chosen.length === 1 ? chosen[0] : `${chosen.length} apps`}
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" sideOffset={4} align="start">
          <Menu.Popup className="popup app-menu">
            <Menu.Item className="popup-item" onClick={() => onChange({ apps: undefined, focus: undefined })}>
              All apps
            </Menu.Item>
            {apps.map(([app, { count }]) => (
              <Menu.CheckboxItem
                key={app}
                className="popup-item"
                checked={chosen.includes(app)}
                onCheckedChange={() => toggle(app)}
                closeOnClick={false}
              >
                <span className="app-menu-check">{chosen.includes(app) ? <Check size={14} aria-hidden /> : null}</span>
                <svg width="8" height="8" aria-hidden>
                  <rect width="8" height="8" rx="2" fill={appColour(app)} />
                </svg>
                <span className="truncate">{app}</span>
                <span className="palette-note num">{count}</span>
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

const FocusField = ({ models, search, onChange }: Props) => {
  const labels = models.filter(isTable).map(({ label }) => label);
  return (
    <div className="focus-field">
      <ModelField label="Focus on a model" value={search.focus} labels={labels} onChoose={(focus) => onChange({ focus })} />
      {search.focus === undefined ? null : (
        <>
          {search.to === undefined ? (
            <label className="select">
              <span className="sr-only">Steps from the model</span>
              <select
                value={search.hops ?? "1"}
                onChange={(event) => onChange({ hops: event.target.value === "1" ? undefined : event.target.value })}
              >
                <option value="1">1 step</option>
                <option value="2">2 steps</option>
                <option value="3">3 steps</option>
              </select>
            </label>
          ) : null}
          <ModelField label="Way to a model" value={search.to} labels={labels} onChoose={(to) => onChange({ to })} />
          <button
            type="button"
            className="icon-button"
            aria-label="Leave the focus"
            onClick={() => onChange({ focus: undefined, hops: undefined, to: undefined })}
          >
            <X size={14} aria-hidden />
          </button>
        </>
      )}
    </div>
  );
};

interface ModelFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly labels: readonly string[];
  readonly onChoose: (label: string) => void;
}

/** A model by its label, completed from those that there are. */
const ModelField = ({ label, value, labels, onChoose }: ModelFieldProps) => {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        key={value ?? ""}
        id={id}
        list={`${id}-list`}
        placeholder={label}
        defaultValue={value ?? ""}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => (labels.includes(event.target.value) ? onChoose(event.target.value) : undefined)}
      />
      <datalist id={`${id}-list`}>
        {labels.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </datalist>
    </>
  );
};

/** Globs of models that are in the way. */
const HideField = ({ search, onChange }: Pick<Props, "search" | "onChange">) => {
  const id = useId();
  return (
    <span className="focus-field">
      <label htmlFor={id} className="sr-only">
        Hide models (auth.*, *.Log*)
      </label>
      <input
        id={id}
        className="hide-field"
        placeholder="Hide: auth.*, *.Log*"
        defaultValue={search.hide ?? ""}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ hide: event.target.value.replaceAll(/\s+/g, "") || undefined })}
      />
    </span>
  );
};
