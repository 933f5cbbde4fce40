import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { CopyButton } from "../../pieces/source-link.tsx";

interface Props {
  readonly url: UrlFacts;
  /** The route that takes all of its paths. */
  readonly winner: UrlFacts | undefined;
}

/** What a route's name turns into, in Python and in a template. */
const toReverse = ({ full_name: name, converters }: UrlFacts): readonly (readonly [string, string])[] => {
  if (name === null) return [];
  const names = Object.keys(converters);
  const kwargs = names.length === 0 ? "" : `, kwargs={${names.map((each) => `"${each}": …`).join(", ")}}`;
  return [
    ["Python", `reverse("${name}"${kwargs})`],
    ["Template", `{% url "${name}"${names.map((each) => ` ${each}=…`).join("")} %}`],
  ];
};

/** A route opened: its view in full, how to reverse it, what its parameters accept. */
export const UrlDetail = ({ url, winner }: Props) => (
  <dl className="url-detail">
    {winner === undefined ? null : (
      <div>
        <dt>Shadowed</dt>
        <dd>
          <code>/{winner.route}</code> stands before it and takes every path of it.
        </dd>
      </div>
    )}
    <div>
      <dt>View</dt>
      <dd>
        <code>{url.view ?? "not known from source"}</code>
        {url.view === null ? null : <CopyButton text={url.view} what="the view's path" />}
      </dd>
    </div>
    {Object.keys(url.converters).length === 0 ? null : (
      <div>
        <dt>Parameters</dt>
        <dd>
          <code>
            {Object.entries(url.converters)
              .map(([name, converter]) => `${name}: ${converter}`)
              .join(", ")}
          </code>
        </dd>
      </div>
    )}
    {toReverse(url).map(([where, code]) => (
      <div key={where}>
        <dt>{where}</dt>
        <dd>
          <code>{code}</code>
          <CopyButton text={code} what={`the ${where} form`} />
        </dd>
      </div>
    ))}
  </dl>
);
