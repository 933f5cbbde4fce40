import { expect, it } from "vitest";
import { toSeatbeltProfile } from "./seatbelt-profile.ts";

it("the profile for macOS lets a run write its scratch folder, read its project and reach its databases", () => {
  const layout = { emptied: ["/Users"], restored: ["/Users/ann/.pyenv/versions/3.13"], copied: '/Users/ann/the "shop"' };
  const servers = [
    { kind: "tcp", host: "db", port: 5432, protocol: "postgresql" },
    { kind: "path", path: "/tmp/.s.PGSQL.5432", protocol: "postgresql" },
  ] as const;
  const rules = toSeatbeltProfile({ layout, scratch: "/private/tmp/run", servers }).split("\n");
  expect(rules.indexOf("(deny network*)")).toBeLessThan(rules.indexOf('(allow network-outbound (remote ip "*:5432"))'));
  expect(rules).toContain('(allow network-outbound (remote unix-socket (path-literal "/tmp/.s.PGSQL.5432")))');
  expect(rules).toContain('(deny file-read-data (subpath "/Users"))');
  expect(rules).toContain(
    '(allow file-read* (subpath "/Users/ann/.pyenv/versions/3.13") (subpath "/Users/ann/the \\"shop\\"") (subpath "/private/tmp/run"))',
  );
  expect(rules).toContain('(deny file-write* (subpath "/"))');
  expect(rules).toContain('(allow file-write* (subpath "/private/tmp/run") (literal "/dev/null") (literal "/dev/zero"))');
});
