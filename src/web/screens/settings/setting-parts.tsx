import { ChevronRight, CircleHelp } from "lucide-react";
import type { SettingValue } from "../../../contract/shapes/facts.ts";
import { SourceLink } from "../../pieces/source-link.tsx";
import { SettingValueView } from "./setting-value-view.tsx";

/** A setting's value, and why it is not certain. */
export const SettingWorth = ({ setting }: { readonly setting: SettingValue }) => (
  <>
    {setting.certainty === "unknown" ? <span className="mark tone-faint">unknown</span> : <SettingValueView value={setting.value} />}
    {setting.certainty === "certain" ? null : (
      <details className="setting-why">
        <summary>
          <CircleHelp size={13} aria-hidden />
          {setting.certainty === "inferred" ? "inferred" : "why"}
        </summary>
        {setting.because}
      </details>
    )}
  </>
);

/** The places that made a setting, in order. */
export const SettingChain = ({ root, setting, of }: { readonly root: string; readonly setting: SettingValue; readonly of?: string }) =>
  setting.origin.length === 0 ? (
    <span className="faint setting-default">Django’s default</span>
  ) : (
    <ol className="chain" aria-label={`Where ${setting.name} comes from${of === undefined ? "" : ` in ${of}`}`}>
      {setting.origin.map((origin, index) => (
        <li key={`${origin.file} ${origin.line} ${origin.env ?? ""}`}>
          {index === 0 ? null : <ChevronRight size={12} aria-hidden className="faint" />}
          <SourceLink root={root} file={origin.file} line={origin.line} />
          {origin.env === undefined ? null : <span className="tag code">${origin.env}</span>}
        </li>
      ))}
    </ol>
  );
