/** What a project does to get out by the sides of the full tier: private folders that come back, sockets that no namespace holds. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aSandbox } from "../../../test/support/bubblewrap.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { findSystemPython } from "./find-program.ts";
import { planLayout } from "./layout.ts";

/** Below the folder for temporary files, which is emptied as a home is. */
let home = "";
let project = "";
const secret = "the-key-of-the-house";
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-private-")));
  project = join(home, "work", "shop");
  mkdirSync(join(project, ".venv", "bin"), { recursive: true });
  for (const folder of [".keys", "work/blog"]) {
    mkdirSync(join(home, folder), { recursive: true });
    writeFileSync(join(home, folder, "secret"), secret);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const python = findSystemPython() ?? "/usr/bin/python3";
const look = (path: string): string => `print(open(${JSON.stringify(path)}).read())`;

/** An executable of the project's own that becomes Python. */
const forge = (path: string): void => {
  writeFileSync(path, `#!/bin/sh\nexec ${python} "$@"\n`);
  chmodSync(path, 0o755);
};

/** Ways to name an interpreter; each answers what the project then hopes to read. */
const ways: Readonly<Record<string, () => string>> = {
  "by a link whose text and whose way part at `..`": () => {
    const deep = join(project, "1", "2", "3", "4", "5", "6", "7", "8");
    mkdirSync(deep, { recursive: true });
    symlinkSync(deep, join(project, ".venv", "bin", "L"));
    const climbed = `L/${"../".repeat(8)}${home.slice(1)}/.keys/bin/python`;
    const real = join(project, home.slice(1), ".keys", "bin");
    mkdirSync(real, { recursive: true });
    forge(join(real, "python"));
    symlinkSync(climbed, join(project, ".venv", "bin", "python"));
    return join(home, ".keys", "secret");
  },
  "in the folder of the project itself": () => {
    forge(join(project, "python"));
    symlinkSync("../../python", join(project, ".venv", "bin", "python"));
    return join(home, "work", "blog", "secret");
  },
};

describe.each(["bubblewrap", "unshare"] as const)("in %s", (kind) => {
  it.for(Object.entries(ways))("X23 an interpreter %s opens no private folder", async ([, way], { skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const aim = way();
    const { output } = await runManage(project, `print("started")\n${look(aim)}`, {
      sandbox,
      interpreter: join(project, ".venv/bin/python"),
    });
    expect(output).toContain("started");
    expect(output).not.toContain(secret);
  });

  it("X28 writes to no setting of the kernel, as root neither", async ({ skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const source = `import os
opened = []
for folder, folders, names in os.walk("/proc"):
    folders[:] = [name for name in folders if not name.isdigit() and name not in ("self", "thread-self", "pressure")]
    for name in names:
        path = os.path.join(folder, name)
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            opened.append(path)
        except OSError:
            pass
print("opened", len(opened), opened[:3])`;
    const { printed } = await runManage(project, source, { sandbox, interpreter: python });
    expect(printed).toEqual(["stdout: opened 0 []"]);
  });

  it("X05 opens no socket that a namespace of the network does not hold", async ({ skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const families = ["AF_VSOCK", "AF_ALG", "AF_PACKET", "AF_BLUETOOTH"];
    const source = `import socket
for name in ${JSON.stringify(families)}:
    try:
        socket.socket(getattr(socket, name), socket.SOCK_STREAM)
        print(name, "opened")
    except OSError as error:
        print(name, error.errno)`;
    const { printed } = await runManage(project, source, { sandbox, interpreter: python });
    expect(printed).toEqual(families.map((name) => `stdout: ${name} 13`));
  });

  it("X07 finds no way to a Unix socket that lies in the project", async ({ skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    let heard = 0;
    const server = createServer((socket) => {
      heard += 1;
      socket.destroy();
    }).listen(join(project, "control.sock"));
    await once(server, "listening");
    const knock = (path: string) => `
try:
    s = socket.socket(socket.AF_UNIX); s.connect(${JSON.stringify(path)}); print("connected ${path}")
except OSError as error: print(error)
`;
    const { output } = await runManage(
      project,
      `import socket\n${knock("control.sock")}${knock("/run/djdesk/project/control.sock")}print("started")`,
      { sandbox, interpreter: python },
    );
    server.close();
    expect(output).toContain("started");
    expect(heard).toBe(0);
  });
});

it("X23 of a folder that holds the project only modules and packages come back", () => {
  writeFileSync(join(home, "work", "blog", "__init__.py"), "");
  mkdirSync(join(home, "work", ".stash"));
  writeFileSync(join(home, "work", ".stash", "planted.py"), "");
  writeFileSync(join(home, "work", "taxes.txt"), secret);
  const named = { importable: [join(home, "work")], databases: [] };
  expect(planLayout({ projectRoot: project, needed: [], named, private: [] }).restored).toEqual([join(home, "work", "blog")]);
});

it("X23 a home is not brought back as a whole, whatever names it", () => {
  const place = join(home, "work", "blog");
  vi.stubEnv("HOME", place);
  writeFileSync(join(place, "notes.py"), "");
  const named = { importable: [place], databases: [] };
  expect(planLayout({ projectRoot: project, needed: [place], named, private: [] }).restored).toEqual([]);
});
