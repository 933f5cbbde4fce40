/** Rows P: paths that a client sends or a project holds, against a real server and real folders. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Facts } from "../../src/contract/shapes/facts.ts";
import { pythonPath } from "../../src/operations/a-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { scanFolder } from "../../src/operations/scan-folder.ts";
import { writeProject } from "../../src/operations/a-desk.ts";
import { sendRaw, startTestServer, toText } from "../../src/server/a-running-server.ts";
import { aHome, djdesk } from "../support/djdesk.ts";

const page = "<!doctype html><title>page</title>";
const canary = "canary-of-the-lighthouse";
const isRoot = process.getuid?.() === 0;

let server: Awaited<ReturnType<typeof startTestServer>>;
let place = "";
beforeAll(async () => {
  server = await startTestServer();
  const web = join(server.folder, "web");
  mkdirSync(join(web, "assets"), { recursive: true });
  writeFileSync(join(web, "index.html"), page);
  writeFileSync(join(web, "assets", "page.js"), "page");
  writeFileSync(join(server.folder, "secret.txt"), canary);
  writeProject(server.folder, "library", { settings: `INSTALLED_APPS = []\nSECRET_NOTE = ${JSON.stringify(canary)}\n` });
  await perform(server.desk, "addWorkspace", { project_path: join(server.folder, "library") });
  await server.desk.scans.settled(1);
});
afterAll(() => server.stop());
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-paths-")));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Places of the addresses of pages, files and the interface in which a path could be put. */
const targetsWith = (path: string): readonly string[] => [
  `/${path}`,
  `/assets/${path}`,
  `/docs/${path}`,
  `/w/${path}`,
  `/w/library/${path}`,
  `/api/workspaces/${path}/status/`,
  `/api/workspaces/library/${path}`,
  `/api/task-runs/${path}/`,
  `/api/${path}`,
  `/api/workspaces/library/log-lines/?file=${path}`,
  `/api/workspaces/library/notebook/?key=${path}`,
  `/api/workspaces/library/facts/?section=${path}`,
];

/** Each is refused or is the page itself, which holds nothing of a path; none answers content or says the path again. */
const expectNothing = async (paths: readonly string[], echo: RegExp): Promise<void> => {
  for (const target of paths.flatMap(targetsWith)) {
    const { status, body } = await sendRaw(
      server.port,
      toText({ target, headers: [`Host: 127.0.0.1:${server.port}`, "Connection: close"] }),
    );
    const isPage = target.startsWith("/w/") && status === 200 && body === page;
    expect({ target, status: isPage ? 404 : status, body }).toMatchObject({
      target,
      status: expect.toSatisfy((code: number) => code === 400 || code === 404),
    });
    expect({ target, body }).toMatchObject({ body: expect.not.stringMatching(echo) });
    expect(body).not.toContain(canary);
  }
};

describe("an address", () => {
  it("P01 ../../etc/passwd", () =>
    expectNothing(["../../etc/passwd", "../secret.txt", "../../secret.txt", "a/../../secret.txt"], /root:|secret\.txt/));
  it("P02 ..%2f", () =>
    expectNothing(["..%2f..%2fetc%2fpasswd", "..%2fsecret.txt", "%2e%2e%2fsecret.txt", "%2e%2e/secret.txt"], /root:|secret\.txt/));
  it("P03 %252e%252e", () =>
    expectNothing(
      ["%252e%252e%252fsecret.txt", "%252e%252e/secret.txt", "..%c0%afsecret.txt", "..%ef%bc%8fsecret.txt"],
      /root:|secret\.txt/,
    ));
  it("P04 ..\\..\\", () => expectNothing(["..\\..\\secret.txt", "..%5c..%5csecret.txt", "..%5Csecret.txt"], /root:|secret\.txt/));
  it("P05 /. and a trailing backslash", () =>
    expectNothing(["./secret.txt", ".", "..", "..;/secret.txt", "secret.txt\\", "secret.txt%5c", ".%00./secret.txt"], /secret\.txt/));
  it("P06 %00", () => expectNothing(["secret.txt%00", "%00", "page.js%00.txt", "..%00/secret.txt"], /secret\.txt/));
  it("P07 an absolute path where a name is asked", () =>
    expectNothing(
      ["/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:/Windows/win.ini", encodeURIComponent(join(tmpdir(), "x"))],
      /root:/,
    ));
});

describe("a field", () => {
  const register = (project_path: string) => perform(server.desk, "addWorkspace", { project_path });

  it("P06 NUL in JSON", async () => {
    const path = writeProject(place, "library");
    for (const odd of [`${path}\0`, `\0${path}`, `${path}\0/../../etc`, `${dirname(path)}/\0library`]) {
      await expect(register(odd)).rejects.toMatchObject({ errors: { project_path: [expect.stringContaining("NUL")] } });
      await expect(perform(server.desk, "updateWorkspace", { slug: "library", python: odd })).rejects.toMatchObject({
        errors: { python: [expect.any(String)] },
      });
      await expect(perform(server.desk, "updateWorkspace", { slug: "library", pythonpath: [odd] })).rejects.toMatchObject({
        errors: { pythonpath: [expect.any(String)] },
      });
      expect(await perform(server.desk, "suggestFolders", { prefix: odd })).toEqual({ folders: [] });
    }
  });

  it("P12 another machine or a device, refused by its text: the same names lead somewhere here", async () => {
    const path = writeProject(place, "library");
    // `//tmp/x` is `/tmp/x` to this system: only the text can be why it is refused.
    const names = [`/${path}`, `//${path}`, `\\\\host\\share`, `\\\\?\\C:\\library`, `\\\\.\\pipe\\x`, `\\/host/share`, ` /${path}`];
    for (const name of names) {
      await expect(register(name), name).rejects.toMatchObject({
        code: "path-protected",
        errors: { project_path: [expect.stringContaining("other machines")] },
      });
      const python = { slug: "library", python: name.startsWith("/") ? `/${pythonPath()}` : name };
      await expect(perform(server.desk, "updateWorkspace", python), name).rejects.toMatchObject({
        errors: { python: [expect.any(String)] },
      });
      expect(await perform(server.desk, "suggestFolders", { prefix: `${name}/` })).toEqual({ folders: [] });
    }
    for (const name of names.filter((each) => each.trim() === each)) {
      await expect(perform(server.desk, "updateWorkspace", { slug: "library", pythonpath: [name] }), name).rejects.toMatchObject({
        errors: { pythonpath: [expect.stringContaining("other machines")] },
      });
    }
  });

  it("P13 a trailing dot or space is part of a name", async () => {
    const plain = writeProject(place, "shop");
    await expect(register(`${plain}.`)).rejects.toMatchObject({ code: "path-not-found" });
    await expect(register(`${plain}\u00a0`.concat("x"))).rejects.toMatchObject({ code: "path-not-found" });
    const dotted = writeProject(place, "shop.");
    const spaced = writeProject(place, "shop ");
    const found = [await register(plain), await register(dotted), await register(spaced)];
    expect(found.map(({ project_path: path }) => path)).toEqual([plain, dotted, spaced]);
    expect(new Set(found.map(({ slug }) => slug)).size).toBe(3);
  });

  it("P14 names that look the same in NFC and NFD are two folders; one folder by two names is one workspace", async () => {
    const composed = writeProject(place, "B\u00e4ckerei");
    const apart = writeProject(place, "Ba\u0308ckerei");
    const [first, second] = [await register(composed), await register(apart)];
    expect([first.slug, second.slug]).toEqual(["backerei", "backerei-2"]);
    expect([first.project_path, second.project_path]).toEqual([composed, apart]);
    symlinkSync(composed, join(place, "alias"));
    await expect(register(join(place, "alias"))).rejects.toMatchObject({
      code: "workspace-exists",
      message: expect.stringContaining("`backerei`"),
    });
  });

  it("P15 a folder by another case is the same where the system says so, another one where not", async () => {
    const small = writeProject(place, "harbour");
    await register(small);
    const isFolded = readdirSync(place).includes("harbour") && realpathSync.native(small) === tryReal(join(place, "HARBOUR"));
    // A system that folds case answers for both names with one device and inode, as a link does.
    if (!isFolded) symlinkSync(small, join(place, "HARBOUR"));
    await expect(register(join(place, "HARBOUR"))).rejects.toMatchObject({ code: "workspace-exists" });
    if (isFolded) return;
    expect((await register(writeProject(place, "Harbour"))).project_path).toBe(join(place, "Harbour"));
  });

  const odd = "gpj\u202exslx\u2066 \u001b]0;owned\u0007\nDANGER\u2028";
  it("P16 bidirectional marks, controls and newlines in names are shown escaped", async () => {
    const path = writeProject(place, `shop ${odd}`);
    const { slug } = await register(path);
    const { activity } = await perform(server.desk, "readStatus", { slug });
    const texts = [
      ...activity.map(({ message }) => message),
      await register(path).then(() => "registered twice", String),
      await register(`${path}/${odd}`).then(() => "registered", String),
    ];
    for (const text of texts) expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\u2028]/);
    expect(texts.join("")).toContain("\\u202e");
  });

  it("P16 a terminal is not written to by the name of a file", async () => {
    using home = aHome();
    const path = writeProject(place, "shop", { settings: 'INSTALLED_APPS = ["books"]\n' });
    mkdirSync(join(path, "books"));
    writeFileSync(join(path, "books", "__init__.py"), "");
    writeFileSync(join(path, "books", "models.py"), "from books.a import *\n");
    writeFileSync(join(path, "books", `a${odd}.py`), "def (");
    for (const args of [
      ["scan", path],
      ["scan", path, "--json"],
      ["scan", join(path, odd)],
    ]) {
      const { stdout, stderr } = await djdesk(home, args);
      // What is written for programs is JSON: it escapes controls and keeps every letter.
      expect(args.includes("--json") ? stdout.replace(/[\u202e\u2066]/g, "") : stdout + stderr).not.toMatch(
        /[\u0007\u202e\u2066]|\u001b\]/,
      );
    }
  });

  it("P18 the root, home, what belongs to the system and DJDesk's own data are no workspace", async () => {
    const names = [
      "/",
      "//",
      "/.",
      "/tmp/..",
      "~",
      "~/",
      "/proc",
      "/proc/self/cwd",
      "/dev",
      "/dev/fd",
      "/sys",
      "/etc",
      "/etc/ssl",
      "/boot",
      "/usr",
      "/var",
      "/home",
      "/tmp",
      "/root",
    ];
    for (const name of [...names, homedir(), join(server.folder, "data"), join(server.folder, "data", "bin")]) {
      await expect(register(name), name).rejects.toMatchObject({ code: "path-protected" });
    }
  });

  it("P18 a folder that holds DJDesk's own data is no workspace: its runs would see the token", async () => {
    writeFileSync(join(server.folder, "manage.py"), "");
    await expect(register(server.folder)).rejects.toMatchObject({ code: "path-protected" });
  });

  it("P19 a protected folder that a link leads to is refused", async () => {
    for (const target of ["/", "/etc", "/proc/1", homedir(), join(server.folder, "data")]) {
      const link = join(place, `innocent${target.replaceAll("/", "-")}`);
      symlinkSync(target, link);
      await expect(register(link), target).rejects.toMatchObject({ code: "path-protected" });
    }
    symlinkSync(join(place, "innocent-etc"), join(place, "twice"));
    await expect(register(join(place, "twice"))).rejects.toMatchObject({ code: "path-protected" });
  });

  it("P19 a folder that was renamed away is not followed to what stands there when it is to run", async () => {
    const path = writeProject(place, "orchard");
    const { slug } = await register(path);
    await perform(server.desk, "trustWorkspace", { slug, protection: "none" });
    const ask = () => perform(server.desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" });
    renameSync(path, join(place, "moved"));
    for (const stand of [() => symlinkSync("/etc", path), () => symlinkSync(join(place, "moved"), path), () => mkdirSync(path)]) {
      stand();
      // The folder that was trusted, by a link at its old place, is still another real path.
      await expect(ask()).rejects.toMatchObject({ code: "workspace-not-trusted", message: expect.stringContaining("replaced") });
      rmSync(path, { recursive: true });
    }
    symlinkSync("/etc", path);
    await expect(perform(server.desk, "trustWorkspace", { slug, protection: "none" })).rejects.toMatchObject({
      message: expect.stringContaining("protected"),
    });
  });

  it.runIf(isRoot && canMount())("P19 a protected folder that is mounted elsewhere is refused", async () => {
    const path = writeProject(place, "cellar");
    const { slug } = await register(path);
    for (const target of ["/etc", homedir(), join(server.folder, "data")]) {
      execFileSync("mount", ["--bind", target, path]);
      try {
        await expect(register(path), target).rejects.toMatchObject({ code: "path-protected" });
        await expect(perform(server.desk, "trustWorkspace", { slug }), target).rejects.toMatchObject({
          message: expect.stringContaining("protected"),
        });
      } finally {
        execFileSync("umount", [path]);
      }
    }
  });
});

describe("a project that holds", () => {
  /** A project with the app `books`; `plant` puts what is hostile into its folder. */
  const scan = (plant: (app: string) => void): Facts => {
    const path = writeProject(place, "shop", { settings: 'INSTALLED_APPS = ["books", "linked"]\n' });
    const app = join(path, "books");
    mkdirSync(app);
    writeFileSync(join(app, "__init__.py"), "");
    writeFileSync(join(app, "models.py"), "from django.db import models\nclass Book(models.Model):\n    pass\n");
    plant(app);
    return scanFolder({ folder: path });
  };
  const outside = (): string => {
    const folder = join(place, "outside");
    mkdirSync(folder);
    writeFileSync(join(folder, "__init__.py"), "");
    writeFileSync(
      join(folder, "models.py"),
      `from django.db import models\nclass Lighthouse(models.Model):\n    name = models.CharField(max_length=9, help_text=${JSON.stringify(canary)})\n`,
    );
    return folder;
  };
  const labels = (facts: Facts): readonly string[] => facts.models.map(({ label }) => label);
  const unread = (facts: Facts): readonly string[] => facts.unread.map(({ file, code }) => `${code} ${file}`);

  it("P08 a link to a file outside reads nothing of it and says so", () => {
    const facts = scan((app) => {
      rmSync(join(app, "models.py"));
      symlinkSync(join(outside(), "models.py"), join(app, "models.py"));
    });
    expect(JSON.stringify(facts)).not.toContain(canary);
    expect(unread(facts)).toContain("not-a-file books/models.py");
  });

  it("P09 a link to a folder outside reads nothing of it and says so", () => {
    const facts = scan((app) => symlinkSync(outside(), join(dirname(app), "linked")));
    expect(JSON.stringify(facts)).not.toContain(canary);
    expect(labels(facts)).toEqual(["books.Book"]);
    expect(unread(facts)).toContain("not-a-file linked");
  });

  it("P09 a link to a folder outside, through a second link and a step up", () => {
    const facts = scan((app) => {
      symlinkSync("../../outside", join(app, "up"));
      outside();
      symlinkSync("books/up", join(dirname(app), "linked"));
    });
    expect(JSON.stringify(facts)).not.toContain(canary);
  });

  it("P10 links that go round in a circle are reported", () => {
    const facts = scan((app) => {
      symlinkSync("b.py", join(app, "a.py"));
      symlinkSync("a.py", join(app, "b.py"));
      symlinkSync("..", join(app, "again"));
      symlinkSync("admin.py", join(app, "admin.py"));
    });
    expect(unread(facts)).toEqual(expect.arrayContaining(["loop books/a.py", "loop books/b.py", "loop books/admin.py"]));
    expect(labels(facts)).toEqual(["books.Book"]);
  });

  it.runIf(isRoot)("P11 a hard link to a file of another user is not read, and that is said", () => {
    const plant = (owner: number) => (app: string) => {
      const folder = outside();
      chownSync(join(folder, "models.py"), owner, owner);
      rmSync(join(app, "models.py"));
      linkSync(join(folder, "models.py"), join(app, "models.py"));
    };
    const facts = scan(plant(65_534));
    expect(JSON.stringify(facts)).not.toContain(canary);
    expect(facts.unread).toContainEqual(
      expect.objectContaining({ file: "books/models.py", message: expect.stringContaining("hard link") }),
    );
    rmSync(place, { recursive: true });
    mkdirSync(place);
    // One of the same owner is how tools save space.
    expect(labels(scan(plant(0)))).toEqual(["books.Lighthouse"]);
  });

  it("P17 a file name that is no UTF-8 is listed and crashes nothing", () => {
    const facts = scan((app) => {
      mkdirSync(join(app, "migrations"));
      writeFileSync(join(app, "migrations", "__init__.py"), "");
      writeFileSync(Buffer.concat([Buffer.from(`${app}/migrations/0001_`), Buffer.from([0xff, 0xfe]), Buffer.from(".py")]), "x = 1");
      mkdirSync(Buffer.concat([Buffer.from(`${app}/d`), Buffer.from([0xc3, 0x28])]));
    });
    expect(labels(facts)).toEqual(["books.Book"]);
    expect(unread(facts).filter((line) => line.startsWith("missing books/migrations/0001_"))).toHaveLength(1);
  });

  it.runIf(!isRoot)("P08 a file that may not be read is listed with the reason", () => {
    const facts = scan((app) => chmodSync(join(app, "models.py"), 0));
    expect(unread(facts)).toContain("permission-denied books/models.py");
  });
});

const tryReal = (path: string): string | null => {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
};

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), "djdesk-mount-"));
  try {
    execFileSync("mount", ["--bind", probe, probe], { stdio: "ignore" });
    execFileSync("umount", [probe], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}
