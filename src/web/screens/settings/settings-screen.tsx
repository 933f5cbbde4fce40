import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { SettingValue } from "../../../contract/shapes/facts.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { SearchField } from "../../pieces/search-field.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { SettingChain, SettingWorth } from "./setting-parts.tsx";
import { SettingsBeside } from "./settings-beside.tsx";
import { TornSettings } from "./torn-settings.tsx";
import "./settings.css";
import { LongText } from "../../pieces/long-text.tsx";
import { matches } from "./compare-settings.ts";

const none: readonly SettingValue[] = [];

/** The settings as Django would see them, each with the chain that made it. Secrets arrive masked. */
export const SettingsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/settings" });
  const { q = "", beside } = useSearch({ from: "/w/$slug/settings" });
  const navigate = useNavigate({ from: "/w/$slug/settings" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "settings");
  const project = useFacts(slug, "project").data?.project;
  const values = data?.settings?.values ?? none;
  const shown = useMemo(() => {
    return values.filter((value) => matches(q, value)).sort((a, b) => a.name.localeCompare(b.name));
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
          onChange={(text) => void navigate({ search: (before) => ({ ...before, q: text === "" ? undefined : text }), replace: true })}
        />
        <span className="faint num bar-count" aria-live="polite">
          {shown.length === values.length ? `${values.length} settings` : `${shown.length} of ${values.length} settings`}
        </span>
      </header>
      {project?.settings_module == null ? null : (
        <TornSettings slug={slug} root={workspace.project_path} module={project.settings_module} values={values} />
      )}
      {project === undefined ? null : (
        <BesideChoice
          candidates={project.settings_candidates.filter((name) => name !== project.settings_module)}
          beside={beside}
          onChoose={(module) => void navigate({ search: (before) => ({ ...before, beside: module, all: undefined }), replace: true })}
        />
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
      {data === undefined ? null : beside === undefined ? (
        <dl className="settings">
          {shown.map((setting) => (
            <Setting key={setting.name} root={workspace.project_path} setting={setting} />
          ))}
        </dl>
      ) : (
        <SettingsBeside
          slug={slug}
          root={workspace.project_path}
          own={project?.settings_module ?? "this module"}
          values={values}
          other={beside}
          q={q}
        />
      )}
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
      <SettingWorth setting={setting} />
    </dd>
    <dd>
      <SettingChain root={root} setting={setting} />
    </dd>
  </div>
);

interface BesideChoiceProps {
  readonly candidates: readonly string[];
  readonly beside: string | undefined;
  readonly onChoose: (module: string | undefined) => void;
}

/** The other settings modules of the project, each to be set beside this one. */
const BesideChoice = ({ candidates, beside, onChoose }: BesideChoiceProps) =>
  candidates.length === 0 && beside === undefined ? null : (
    <label className="select select-line">
      <span className="faint">Beside</span>
      <select value={beside ?? ""} onChange={({ target }) => onChoose(target.value === "" ? undefined : target.value)}>
        <option value="">no other module</option>
        {[...new Set(beside === undefined ? candidates : [...candidates, beside])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
