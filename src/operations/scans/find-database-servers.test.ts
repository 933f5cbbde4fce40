import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { scanFolder } from "../scan-folder.ts";
import { findDatabaseServers } from "./find-database-servers.ts";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const serversOf = (database: string) => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-servers-"));
  mkdirSync(join(folder, "shop"));
  writeFileSync(join(folder, "manage.py"), 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n');
  writeFileSync(join(folder, "shop/__init__.py"), "");
  writeFileSync(join(folder, "shop/settings.py"), `INSTALLED_APPS = []\nDATABASES = {"default": ${database}}\n`);
  return findDatabaseServers(scanFolder({ folder }));
};
const postgres = "django.db.backends.postgresql";

it.each([
  [`{"ENGINE": "${postgres}", "HOST": "db", "PORT": "5433"}`, [{ kind: "tcp", host: "db", port: 5433, protocol: "postgresql" }]],
  [`{"ENGINE": "${postgres}", "HOST": "10.1.2.3"}`, [{ kind: "tcp", host: "10.1.2.3", port: 5432, protocol: "postgresql" }]],
  [
    `{"ENGINE": "${postgres}", "HOST": "/srv/sockets/", "PORT": 5433}`,
    [{ kind: "path", path: "/srv/sockets/.s.PGSQL.5433", protocol: "postgresql" }],
  ],
  [
    `{"ENGINE": "${postgres}", "HOST": "one,two"}`,
    [
      { kind: "tcp", host: "one", port: 5432, protocol: "postgresql" },
      { kind: "tcp", host: "two", port: 5432, protocol: "postgresql" },
    ],
  ],
  [`{"ENGINE": "django.db.backends.mysql", "HOST": "/srv/mysql.sock"}`, [{ kind: "path", path: "/srv/mysql.sock", protocol: "mysql" }]],
  [`{"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}`, []],
])("of %s are known", (database, servers) => {
  expect(serversOf(database)).toEqual(servers);
});

it("without a host are looked for where the driver looks", () => {
  const servers = serversOf(`{"ENGINE": "${postgres}"}`);
  expect(servers).toContainEqual({ kind: "path", path: "/var/run/postgresql/.s.PGSQL.5432", protocol: "postgresql" });
  expect(servers).toContainEqual({ kind: "tcp", host: "localhost", port: 5432, protocol: "postgresql" });
});
