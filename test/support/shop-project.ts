/** A small real Django project on a database server, whose role may write or not: for tests. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { DatabaseServer } from "../../src/runner/sandbox/database-server.ts";
import { startServer, toSettings, type DatabaseUnderTest } from "./database-servers.ts";
import { djangoPython, withServers } from "./django.ts";

export interface Shop {
  readonly role: "writer" | "reader";
  /** HOST of the settings. */
  readonly host: string;
  /** Default: the server's. */
  readonly port?: number;
  readonly options?: string;
  /** Python in `AppConfig.ready()`. */
  readonly ready?: string;
}

const write = (folder: string, path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

export const writeShop = (
  folder: string,
  server: DatabaseUnderTest,
  { role, host, port = server.port, options = "{}", ready = "pass" }: Shop,
): void => {
  write(
    folder,
    "manage.py",
    `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
  );
  write(
    folder,
    "shop/settings.py",
    `SECRET_KEY = "x"
INSTALLED_APPS = ["orders.apps.OrdersConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
${toSettings(server, { name: "shop", user: role, host, port, options })}
`,
  );
  write(folder, "shop/__init__.py", "");
  write(
    folder,
    "orders/apps.py",
    `import sys
from django.apps import AppConfig
class OrdersConfig(AppConfig):
    name = "orders"
    def ready(self):
        if "-v0" in sys.argv: return
        from django.db import connection
        from .models import Order
        ${ready}
`,
  );
  write(folder, "orders/__init__.py", "");
  write(
    folder,
    "orders/models.py",
    `from django.db import models\nclass Order(models.Model):\n    title = models.CharField(max_length=50)\n`,
  );
  write(folder, "orders/migrations/__init__.py", "");
  write(
    folder,
    "orders/migrations/0001_initial.py",
    `from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False, verbose_name="ID")), ("title", models.CharField(max_length=50))])]
`,
  );
};

export interface OpenShop {
  readonly folder: string;
  readonly python: string;
  readonly server: DatabaseUnderTest;
  close(): Promise<void>;
}

/** A server of this kind with the shop's migrated database and one order in it. */
export const openShop = async (vendor: DatabaseUnderTest["vendor"]): Promise<OpenShop> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-shop-")));
  const python = await djangoPython(withServers);
  const server = await startServer(vendor);
  await server.create("shop");
  writeShop(folder, server, { role: "writer", host: "127.0.0.1" });
  await promisify(execFile)(python, ["-B", "manage.py", "migrate", "-v0"], { cwd: folder });
  await server.sql("shop", "INSERT INTO orders_order (title) VALUES ('rye')");
  return {
    folder,
    python,
    server,
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The server as the sandbox is told of it, by what HOST says. */
export const namedServer = (host: string, { vendor, port }: DatabaseUnderTest): DatabaseServer =>
  host.startsWith("/")
    ? { kind: "path", path: vendor === "mysql" ? host : `${host}/.s.PGSQL.${port}`, protocol: vendor }
    : { kind: "tcp", host, port, protocol: vendor };
