import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { SettingValue } from "../../../contract/shapes/facts.ts";
import { settingsQuery, useWorkspace } from "../../data/queries.ts";
import { LongText } from "../../pieces/long-text.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { matches, pairSettings, type SettingPair } from "./compare-settings.ts";
import { SettingChain, SettingWorth } from "./setting-parts.tsx";

interface Props {
  readonly slug: string;
  readonly root: string;
  /** Names of the two modules. */
  readonly own: string;
  readonly other: string;
  readonly values: readonly SettingValue[];
  readonly q: string;
}

/** Two settings modules side by side: what differs, or all of it. */
export const SettingsBeside = ({ slug, root, own, other, values, q }: Props) => {
  const { all } = useSearch({ from: "/w/$slug/settings" });
  const navigate = useNavigate({ from: "/w/$slug/settings" });
  const scannedAt = useWorkspace(slug)?.last_scan_at ?? null;
  const { data, error, refetch } = useQuery(settingsQuery(slug, other, scannedAt));
  const pairs = useMemo(() => (data === undefined ? [] : pairSettings(values, data.settings.values)), [values, data]);
  if (data === undefined) {
    return error === null ? <Skeleton rows={10} label={`Reading ${other}`} /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  const differing = pairs.filter(({ differs }) => differs);
  const listed = all === undefined ? differing : pairs;
  const shown = listed.filter((pair) => [pair.own, pair.other].some((setting) => setting !== undefined && matches(q, setting)));
  return (
    <section aria-label={`${own} beside ${other}`}>
      <div className="settings-beside-bar">
        <p role="status">
          {differing.length === 0
            ? `All ${pairs.length} settings are the same.`
            : `${differing.length} of ${pairs.length} settings differ.`}
        </p>
        <label className="check">
          <input
            type="checkbox"
            checked={all !== undefined}
            onChange={({ target }) =>
              void navigate({ search: (before) => ({ ...before, all: target.checked ? "1" : undefined }), replace: true })
            }
          />
          Those that are the same, too
        </label>
      </div>
      {listed.length > 0 && shown.length === 0 ? <Empty title={`No setting matches “${q}”`} /> : null}
      {shown.length === 0 ? null : (
        <table className="settings-beside">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">
                <code>{own}</code>
              </th>
              <th scope="col">
                <code>{other}</code>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((pair) => (
              <Pair key={pair.name} root={root} pair={pair} names={[own, other]} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};

interface PairProps {
  readonly root: string;
  readonly pair: SettingPair;
  readonly names: readonly [string, string];
}

const Pair = ({ root, pair, names }: PairProps) => (
  <tr>
    <th scope="row" className="setting-name">
      <code>
        <LongText text={pair.name} />
      </code>
    </th>
    <Side root={root} setting={pair.own} module={names[0]} />
    <Side root={root} setting={pair.other} module={names[1]} />
  </tr>
);

interface SideProps {
  readonly root: string;
  readonly setting: SettingValue | undefined;
  readonly module: string;
}

const Side = ({ root, setting, module }: SideProps) => (
  <td data-module={module}>
    {setting === undefined ? (
      <span className="faint setting-default">not set</span>
    ) : (
      <>
        <div className="setting-value">
          <SettingWorth setting={setting} />
        </div>
        <SettingChain root={root} setting={setting} of={module} />
      </>
    )}
  </td>
);
