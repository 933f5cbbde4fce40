import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskFiles } from "./disk-files.ts";
import { createMemoryFiles } from "./memory-files.ts";
import { isUnreadable } from "./project-files.ts";
import { maxFileBytes } from "./read-disk-file.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "observatory-"));
});
afterEach(() => {
  execFileSync("chmod", ["-R", "u+rwX", root]);
  rmSync(root, { recursive: true });
});

const write = (path: string, content: string | Uint8Array = ""): string => {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, content);
  return absolute;
};
const below = (paths: readonly string[], folder = root): string[] => paths.map((path) => path.slice(folder.length + 1));
const isRoot = process.getuid?.() === 0;

describe("listing a project", () => {
  const paths = [
    "manage.py",
    "stars/models.py",
    "stars/static/stars/logo.svg",
    "media/__init__.py",
    "media/models.py",
    "staticfiles/admin/huge.js",
    ".venv/lib/python3.13/site-packages/django/__init__.py",
    "py313/pyvenv.cfg",
    "py313/lib/python3.13/os.py",
    "node_modules/left-pad/setup.py",
    ".git/hooks/x.py",
    "stars/__pycache__/models.cpython-313.pyc",
  ];
  const expected = ["manage.py", "media/__init__.py", "media/models.py", "stars/models.py"];

  it("leaves out dependencies, caches and collected assets, but keeps an app that is called media", () => {
    for (const path of paths) write(path);
    expect(below(createDiskFiles().list(root))).toEqual(expected);
  });

  it("is the same in memory", () => {
    const files = createMemoryFiles(Object.fromEntries(paths.map((path) => [path, ""])));
    expect(below(files.list("/project"), "/project")).toEqual(expected);
    expect(files.isFolder("/project/stars")).toBe(true);
    expect(files.children("/project/stars").map((child) => `${child.kind} ${child.name}`)).toEqual([
      "folder __pycache__",
      "file models.py",
      "folder static",
    ]);
  });

  it("follows a linked folder inside the project, and reports loops and links that leave it", () => {
    write("shared/stars/models.py");
    symlinkSync(join(root, "shared/stars"), join(root, "planets"));
    symlinkSync(root, join(root, "shared/stars/again"));
    symlinkSync("/etc", join(root, "elsewhere"));
    const files = createDiskFiles({ roots: [root] });
    expect(below(files.list(root))).toEqual(["planets/models.py", "shared/stars/models.py"]);
    expect(files.problems().map((problem) => `${problem.code} ${problem.path.slice(root.length + 1)}`)).toEqual([
      "not-a-file elsewhere",
      "loop planets/again",
      "loop shared/stars/again",
    ]);
    expect(files.read(join(root, "elsewhere/passwd"))).toMatchObject({ code: "not-a-file" });
    expect(files.isFile(join(root, "elsewhere/passwd"))).toBe(false);
  });

  it("reports a module that is a pipe, a socket or a device, also behind a link, but no other such file", async () => {
    mkdirSync(join(root, "stars"));
    for (const name of ["stars/models.py", "stars/queue"]) execFileSync("mkfifo", [join(root, name)]);
    symlinkSync("models.py", join(root, "stars/admin.py"));
    const server = createServer().listen(join(root, "stars/urls.py"));
    const files = createDiskFiles({ roots: [root] });
    expect(files.list(root)).toEqual([]);
    expect(files.isFile(join(root, "stars/models.py"))).toBe(false);
    expect(files.problems().map((problem) => `${problem.code} ${problem.path.slice(root.length + 1)}`)).toEqual([
      "not-a-file stars/admin.py",
      "not-a-file stars/models.py",
      "not-a-file stars/urls.py",
    ]);
    await new Promise((done) => server.close(done));
  });

  it("does not multiply folders that link to each other", () => {
    for (let level = 0; level < 12; level += 1) {
      write(`l${level}/models.py`);
      symlinkSync(join(root, `l${(level + 1) % 12}`), join(root, `l${level}/a`));
      symlinkSync(join(root, `l${(level + 5) % 12}`), join(root, `l${level}/b`));
    }
    expect(createDiskFiles({ roots: [root] }).list(root).length).toBeLessThanOrEqual(24);
  });

  it.skipIf(isRoot)("goes on past a folder that may not be read", () => {
    write("open/models.py");
    chmodSync(dirname(write("closed/models.py")), 0);
    const files = createDiskFiles({ roots: [root] });
    expect(below(files.list(root))).toEqual(["open/models.py"]);
    expect(files.problems()).toMatchObject([{ code: "permission-denied", path: join(root, "closed") }]);
  });

  it("lists a file whose name is not UTF-8 without crashing", () => {
    write("manage.py");
    writeFileSync(Buffer.concat([Buffer.from(`${root}/b`), Buffer.from([0xff, 0xfe]), Buffer.from(".py")]), "x = 1");
    const files = createDiskFiles({ roots: [root] });
    const listed = files.list(root);
    expect(listed).toHaveLength(2);
    expect(listed.filter((path) => isUnreadable(files.read(path)))).toHaveLength(1);
  });

  it("survives a thousand nested folders", () => {
    let folder = root;
    for (let depth = 0; depth < 1000; depth += 1) folder += "/d";
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/models.py`, "");
    expect(createDiskFiles({ roots: [root] }).list(root)).toEqual([`${folder}/models.py`]);
  });
});

describe("reading a file", () => {
  const text = (content: string | Uint8Array): unknown => {
    const files = createDiskFiles({ roots: [root] });
    const onDisk = files.read(write("stars.py", content));
    expect(createMemoryFiles({ "stars.py": content }).read("/project/stars.py")).toEqual(onDisk);
    return isUnreadable(onDisk) ? onDisk : onDisk.text;
  };
  const latin = (source: string): Buffer => Buffer.from(source, "latin1");

  it("strips the byte-order mark and makes all newlines equal", () => {
    expect(text("\uFEFFa = 1\r\nb = 2\rc = 3\n")).toBe("a = 1\nb = 2\nc = 3\n");
  });

  it("honours a coding line in the first two lines only", () => {
    expect(text(latin("# -*- coding: latin-1 -*-\nname = 'Höhe'\n"))).toContain("Höhe");
    expect(text(latin("#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\nprice = '\xa4'\n"))).toContain("€");
    expect(text(latin("x = 1\n# coding: latin-1\nname = 'Höhe'\n"))).toMatchObject({
      code: "not-text",
      message: expect.stringMatching(/Line 3/),
    });
    expect(text(Buffer.concat([Buffer.from("# coding: shift_jis\nn = '"), Buffer.from([0x90, 0xaf]), Buffer.from("'\n")]))).toContain("星");
  });

  it("reads UTF-16 with a mark", () => {
    expect(text(Buffer.from("\uFEFFstar = 'Höhe'\n", "utf16le"))).toBe("star = 'Höhe'\n");
  });

  it("says why bytes are not text", () => {
    expect(text(latin("a = 1\nname = 'Höhe'\n"))).toMatchObject({
      code: "not-text",
      message: expect.stringMatching(/Line 2 is not UTF-8/),
    });
    expect(text("# coding: klingon\n")).toMatchObject({ code: "not-text", message: expect.stringMatching(/klingon/) });
    expect(text(latin("# coding: ascii\nx = 'é'\n"))).toMatchObject({
      code: "not-text",
      message: expect.stringMatching(/Line 2 is not ASCII/),
    });
    expect(text("a = 1\0\n")).toMatchObject({ code: "not-text", message: expect.stringMatching(/NUL/) });
  });

  it("gives equal bytes equal hashes", () => {
    const files = createMemoryFiles({ "a.py": "x = 1", "b.py": "x = 1", "c.py": "x = 2" });
    const hash = (name: string): unknown => {
      const read = files.read(`/project/${name}`);
      return isUnreadable(read) ? read : read.hash;
    };
    expect(hash("a.py")).toBe(hash("b.py"));
    expect(hash("a.py")).not.toBe(hash("c.py"));
  });

  it("refuses what is missing, a folder, a pipe, a socket, a device or too large, without waiting", async () => {
    const files = createDiskFiles({ roots: [root] });
    mkdirSync(join(root, "views.py"));
    execFileSync("mkfifo", [join(root, "pipe.py")]);
    const server = createServer().listen(join(root, "urls.py"));
    symlinkSync("/dev/zero", join(root, "zero.py"));
    symlinkSync(join(root, "round.py"), join(root, "round.py"));
    write("giant.py", Buffer.alloc(maxFileBytes + 1, 32));
    const code = (name: string): string => {
      const read = files.read(join(root, name));
      return isUnreadable(read) ? read.code : "text";
    };
    expect(["none.py", "views.py", "pipe.py", "urls.py", "zero.py", "round.py", "giant.py", "a\0b.py"].map(code)).toEqual([
      "missing",
      "not-a-file",
      "not-a-file",
      "not-a-file",
      "not-a-file",
      "loop",
      "too-large",
      "missing",
    ]);
    expect(files.read("/dev/zero")).toMatchObject({ code: "not-a-file" });
    await new Promise((done) => server.close(done));
  });

  it("reads a linked file inside the project and refuses one outside", () => {
    write("real/models.py", "x = 1\n");
    symlinkSync(join(root, "real/models.py"), join(root, "models.py"));
    symlinkSync("/etc/passwd", join(root, "secrets.py"));
    const files = createDiskFiles({ roots: [root] });
    expect(files.read(join(root, "models.py"))).toMatchObject({ text: "x = 1\n" });
    expect(files.isFile(join(root, "models.py"))).toBe(true);
    expect(files.isFile(join(root, "secrets.py"))).toBe(false);
    expect(files.read(join(root, "secrets.py"))).toMatchObject({
      code: "not-a-file",
      message: expect.stringMatching(/out of the project/),
    });
  });
});
