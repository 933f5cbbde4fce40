import { lookup } from "node:dns/promises";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { freePort, whyNoServer, type DatabaseUnderTest } from "../../../test/support/database-servers.ts";
import { namedServer, openShop, writeShop, type OpenShop, type Shop } from "../../../test/support/shop-project.ts";
import { decide } from "../policy.ts";
import { runManage } from "../../../test/support/run-manage.ts";

const kinds: readonly SandboxKind[] = ["bubblewrap", "unshare", "landlock", "none"];

describe.each(["postgresql", "mysql"] as const)("a run on %s", (vendor) => {
  let server: DatabaseUnderTest | undefined;
  let python = "";
  let folder = "";
  const why = whyNoServer(vendor);

  let opened: OpenShop | undefined;
  beforeAll(async () => {
    if (why !== null) return;
    opened = await openShop(vendor);
    ({ server, python, folder } = opened);
    if (vendor === "postgresql") await opened.server.sql("shop", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
  }, 300_000);
  afterAll(async () => {
    await opened?.close();
  });

  const execute = async (kind: SandboxKind, shop: Shop, preset: string, skip: (why: string) => never) => {
    if (why !== null || server === undefined) return skip(why ?? "the server did not start");
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const decision = decide(preset, preset === "dumpdata" ? { labels: "orders" } : {});
    if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
    writeShop(folder, server, shop);
    const outcome = await runManage(folder, null, {
      command: decision.command,
      interpreter: python,
      timeoutMs: 60_000,
      sandbox,
      databaseServers: [namedServer(shop.host, { ...server, port: shop.port ?? server.port })],
    });
    return { ...outcome, rows: await server.sql("shop", "SELECT count(*) FROM orders_order") };
  };
  const socket = (): string => server?.socket ?? "";

  it.for(kinds)("reads it in %s over TCP", async (kind, { skip }) => {
    for (const preset of ["showmigrations", "dumpdata", "inspectdb", "migrate-plan"]) {
      const { reason, output } = await execute(kind, { role: "reader", host: "127.0.0.1" }, preset, skip);
      expect({ preset, reason, output }).toMatchObject({ reason: { kind: "exited", exitCode: 0 } });
      expect({ preset, dumped: output.includes('"title": "rye"') }).toEqual({ preset, dumped: preset === "dumpdata" });
    }
  });

  it.for(kinds)("reads it in %s over its Unix socket", async (kind, { skip }) => {
    const { output } = await execute(kind, { role: "reader", host: socket() }, "dumpdata", skip);
    expect(output).toContain('"title": "rye"');
  });

  it("reads it by an address of version 6", async ({ skip }) => {
    const hasVersion6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === "::1"));
    if (!hasVersion6) return skip("this machine has no ::1");
    const { output } = await execute("bubblewrap", { role: "reader", host: "::1" }, "dumpdata", skip);
    expect(output).toContain('"title": "rye"');
  });

  it("reads it by the name of a host", async ({ skip }) => {
    const found = await lookup(hostname()).catch(() => null);
    if (found?.address !== "127.0.0.1") return skip("the name of this machine does not lead to its loopback");
    const { output } = await execute("bubblewrap", { role: "reader", host: hostname() }, "dumpdata", skip);
    expect(output).toContain('"title": "rye"');
  });

  it.for(["bubblewrap", "unshare"] as const)("says in %s where no server runs", async (kind, { skip }) => {
    const port = await freePort();
    const shop = { role: "reader", host: "127.0.0.1", port } as const;
    const { reason, error } = await execute(kind, shop, "showmigrations", skip);
    expect(reason).toEqual({ kind: "exited", exitCode: 1 });
    expect(error).toContain(`DJDesk could not connect to 127.0.0.1:${port}: the connection was refused, so no server runs there.`);
  });

  it.for(kinds)("X18 is refused by the session in %s when the project writes", async (kind, { skip }) => {
    const shop = { role: "writer", host: "localhost", ready: "Order.objects.create(title='stolen')" } as const;
    const { error, rows } = await execute(kind, vendor === "mysql" ? { ...shop, host: "127.0.0.1" } : shop, "check", skip);
    expect(error).toMatch(/read-only transaction|READ ONLY transaction/);
    expect(rows).toBe("1");
  });

  it("says when its role could write, and is silent when it could not", async ({ skip }) => {
    const writer = await execute("bubblewrap", { role: "writer", host: "127.0.0.1" }, "showmigrations", skip);
    expect(writer.output).toMatch(/djdesk: the role writer\S* may write to the database 'default'/);
    const reader = await execute("bubblewrap", { role: "reader", host: "127.0.0.1" }, "showmigrations", skip);
    expect(reader.output).not.toMatch(/djdesk: /);
  });

  it("X18 is stopped by a role that may only read, when code undoes the session", async ({ skip }) => {
    const unset = vendor === "mysql" ? "SET SESSION TRANSACTION READ WRITE" : "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE";
    const ready = `connection.cursor().execute("${unset}"); Order.objects.create(title='stolen')`;
    const { error, rows } = await execute("bubblewrap", { role: "reader", host: "127.0.0.1", ready }, "check", skip);
    expect(error).toMatch(/permission denied|command denied/);
    expect(rows).toBe("1");
  });

  it.skipIf(vendor === "mysql")("holds its session read-only against OPTIONS that say otherwise", async ({ skip }) => {
    const options = '{"options": "-c default_transaction_read_only=off"}';
    const shop = { role: "writer", host: "127.0.0.1", options, ready: "Order.objects.create(title='stolen')" } as const;
    const { error, rows } = await execute("bubblewrap", shop, "check", skip);
    expect(error).toMatch(/read-only transaction/);
    expect(rows).toBe("1");
  });
});

describe("the way to a database server", () => {
  const ownAddress = (family: "IPv4" | "IPv6"): string | null =>
    Object.values(networkInterfaces())
      .flat()
      .find((found) => found !== undefined && !found.internal && found.family === family && !found.address.startsWith("fe80"))?.address ??
    null;

  it.for(["bubblewrap", "unshare"] as const)(
    "leads in %s to the address that the settings name and to no other",
    async (kind, { skip }) => {
      const address = ownAddress("IPv4");
      if (address === null) return skip("this machine has no address besides loopback");
      const sandbox = await aSandbox(kind);
      if ("missing" in sandbox) return skip(sandbox.missing);
      const heard: string[] = [];
      const listen = async (answer: string): Promise<number> => {
        const server = createServer((socket) => {
          heard.push(answer);
          // As MySQL greets.
          socket.end(Buffer.concat([Buffer.from([answer.length + 2, 0, 0, 0, 10]), Buffer.from(`${answer}\0`)]));
        });
        await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
        server.unref();
        const at = server.address();
        return typeof at === "object" && at !== null ? at.port : 0;
      };
      const [wanted, other] = [await listen("database"), await listen("intranet")];
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-relay-")));
      const manage = `import ctypes, socket
def ask(port):
    try:
        return socket.create_connection(("${address}", port), 5).recv(99)[5:-1].decode()
    except OSError as error:
        return type(error).__name__
print("wanted", ask(${wanted}))
print("other", ask(${other}))
print("namespaces", ctypes.CDLL(None).unshare(0x10000000))
print("capabilities", [line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")])
`;
      const { output } = await runManage(folder, manage, {
        sandbox,
        databaseServers: [{ kind: "tcp", host: address, port: wanted, protocol: "mysql" }],
      });
      const lines = output.split("\n");
      rmSync(folder, { recursive: true, force: true });
      expect(lines).toContain("wanted database");
      expect(lines).toContain("other ConnectionRefusedError");
      expect(lines).toContain("namespaces -1");
      expect(lines).toContain("capabilities ['0000000000000000']");
      expect(heard).toEqual(["database"]);
    },
  );

  it.for(["bubblewrap", "unshare"] as const)("begins in %s at an address of version 6 too", async (kind, { skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-relay-")));
    const manage = `import socket
for host in ("fd12:3456::7", "fd12:3456::8"):
    try:
        print(host, socket.create_connection((host, 5432), 5).getpeername()[0])
    except OSError as error:
        print(host, type(error).__name__)
`;
    const server = { kind: "tcp", host: "fd12:3456::7", port: 5432, protocol: "postgresql" } as const;
    const { printed } = await runManage(folder, manage, { sandbox, databaseServers: [server] });
    rmSync(folder, { recursive: true, force: true });
    expect(printed).toEqual(["stdout: fd12:3456::7 fd12:3456::7", "stdout: fd12:3456::8 OSError"]);
  });
});
