/** A project that names DJDesk itself as its database, which Landlock alone would let it reach. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { aRunRequest } from "../../src/runner/a-run-request.ts";
import { openDesk } from "../../src/operations/open-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { findOrRegisterFolder } from "../../src/operations/workspaces/register-folder.ts";
import { startServer } from "../../src/server/start-server.ts";

const raise = (error: unknown): never => {
  throw error;
};

it.for(["landlock", "full"] as const)("X11 is no database of a project in %s", async (most, { skip }) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-own-")));
  const desk = await openDesk({
    dataFolder: join(folder, "data"),
    role: "server",
    version: "0.0.0-test",
    watch: false,
    mostProtection: most,
    onError: raise,
  });
  const server = await startServer({ desk, host: "127.0.0.1", port: 0, webFolder: "nowhere", onBug: raise });
  try {
    if (desk.protection.report.tier !== most) return skip(`no ${most} here`);
    const { port } = new URL(server.url);
    const project = join(folder, "shop");
    mkdirSync(join(project, "shop"), { recursive: true });
    const ask = `import socket
desk = socket.create_connection(("127.0.0.1", ${port}), 3)
desk.sendall(b"GET /api/workspaces/ HTTP/1.1\\r\\nHost: 127.0.0.1:${port}\\r\\n\\r\\n")
print("answer", desk.recv(12))`;
    writeFileSync(join(project, "manage.py"), `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n${ask}\n`);
    writeFileSync(join(project, "shop", "__init__.py"), "");
    const database = `{"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": ${port}}`;
    writeFileSync(join(project, "shop", "settings.py"), `INSTALLED_APPS = []\nDATABASES = {"default": ${database}}\n`);
    const workspace = await findOrRegisterFolder(desk, { path: project, name: "", bundled: false });
    const { slug } = workspace;
    await perform(desk, "updateWorkspace", { slug, python: aRunRequest(project).interpreter });
    await perform(desk, "trustWorkspace", { slug });
    await desk.scans.settled(workspace.id);
    const { id } = (await perform(desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: true })).task_run;
    await expect.poll(async () => (await perform(desk, "readTaskRun", { id })).status, { timeout: 30_000 }).toMatch(/succeeded|failed/);
    const { log } = await perform(desk, "readTaskRun", { id });
    expect(log).toMatch(/refused|denied|answer b''/i);
    expect(log).not.toContain("HTTP/1.1");
  } finally {
    await server.close();
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
