import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ChevronRight, CircleHelp } from "lucide-react";
import { useMemo } from "react";
import type { SettingValue } from "../../../contract/shapes/facts.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { SearchField } from "../../pieces/search-field.tsx";
import { SourceLink } from "../../pieces/source-link.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { SettingValueView } from "./setting-value-view.tsx";
import "./settings.css";
import { LongText } from "../../pieces/long-text.tsx";

const none: readonly SettingValue[] = [];

/** The settings as Django would see them, each with the chain that made it. Secrets arrive masked. */
export const SettingsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/settings" });
  const { q = "" } = useSearch({ from: "/w/$slug/settings" });
  const navigate = useNavigate({ from: "/w/$slug/settings" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "settings");
  const project = useFacts(slug, "project").data?.project;
  const values = data?.settings?.values ?? none;
  const shown = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (value: SettingValue): string =>
      `${value.name} ${JSON.stringify(value.value)} ${value.origin.map(({ file, env }) => `${file} ${env ?? ""}`).join(" ")}`.toLowerCase();
    return values.filter((value) => words.every((word) => text(value).includes(word))).sort((a, b) => a.name.localeCompare(b.name));
  }, [values, q]);
  usePageTitle("Settings", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  return (
    <div className="screen">
      <header className="bar">
        <h2 className="bar-title">Settings</h2>
        {project?.settings_module == null ? null : <code className="faint">{project.settings_module}</code>}
        <SearchField
          label="Search names, values, files"
          value={q}
          onChange={(text) => void navigate({ search: { q: text === "" ? undefined : text }, replace: true })}
        />
        <span className="faint num bar-count" aria-live="polite">
          {shown.length === values.length ? `${values.length} settings` : `${shown.length} of ${values.length} settings`}
        </span>
      </header>
      {project === undefined || project.settings_candidates.length < 2 ? null : (
        <p className="soft settings-others">
          Also found:{" "}
          {project.settings_candidates
            .filter((name) => name !== project.settings_module)
            .map((name) => (
              <code key={name}>{name} </code>
            ))}
        </p>
      )}
      {data === undefined ? (
        error === null ? (
          <Skeleton rows={12} label="Loading settings" />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )
      ) : null}
      {data !== undefined && values.length === 0 ? (
        <Empty title="No settings were read">No settings module was found, or it could not be read.</Empty>
      ) : null}
      {values.length > 0 && shown.length === 0 ? <Empty title={`No setting matches “${q}”`} /> : null}
      <dl className="settings">
        {shown.map((setting) => (
          <Setting key={setting.name} root={workspace.project_path} setting={setting} />
        ))}
      </dl>
    </div>
  );
};

const Setting = ({ root, setting }: { readonly root: string; readonly setting: SettingValue }) => (
  <div className="setting">
    <dt className="setting-name">
      <code>
        <LongText text={setting.name} />
      </code>
    </dt>
    <dd className="setting-value">
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
    </dd>
    <dd>
      {setting.origin.length === 0 ? (
        <span className="faint setting-default">Django’s default</span>
      ) : (
        <ol className="chain" aria-label={`Where ${setting.name} comes from`}>
          {setting.origin.map((origin, index) => (
            <li key={`${origin.file} ${origin.line} ${origin.env ?? ""}`}>
              {index === 0 ? null : <ChevronRight size={12} aria-hidden className="faint" />}
              <SourceLink root={root} file={origin.file} line={origin.line} />
              {origin.env === undefined ? null : <span className="tag code">${origin.env}</span>}
            </li>
          ))}
        </ol>
      )}
    </dd>
  </div>
);
