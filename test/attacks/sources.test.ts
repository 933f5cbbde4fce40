/** Rows S: what a project that is only opened may hold. Each file gives a result or a listed reason, in time. */
import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Facts } from "../../src/contract/shapes/facts.ts";
import { createScanWorker } from "../../src/operations/scans/scan-worker.ts";
import { scanFolder } from "../../src/operations/scan-folder.ts";
import { perform } from "../../src/operations/perform.ts";
import { startTestServer } from "../../src/server/a-running-server.ts";

const isRoot = process.getuid?.() === 0;
/** For one file, on a machine with other work to do. */
const longestMs = 1000;

let place = "";
let project = "";
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-sources-")));
  project = join(place, "shop");
  write("manage.py", 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n');
  write("shop/__init__.py");
  write("shop/settings.py", 'INSTALLED_APPS = ["books", "odd"]\nROOT_URLCONF = "odd.urls"\n');
  write("books/__init__.py");
  write("books/models.py", "from django.db import models\nclass Book(models.Model):\n    pass\n");
  write("odd/__init__.py");
  write("odd/migrations/__init__.py");
});
afterEach(() => {
  execFileSync("chmod", ["-R", "u+rwX", place]);
  execFileSync("rm", ["-rf", place]);
});

const write = (path: string, content: string | Uint8Array = ""): string => {
  const absolute = join(project, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, content);
  return absolute;
};

interface Scanned {
  readonly facts: Facts;
  readonly labels: readonly string[];
  readonly tookMs: number;
  readonly reasons: (path: string) => readonly string[];
}

/** The app `books` is whole in each, whatever stands in `odd`. */
const scan = (): Scanned => {
  const start = performance.now();
  const facts = scanFolder({ folder: project });
  const tookMs = performance.now() - start;
  const labels = facts.models.map(({ label }) => label).sort();
  expect(labels).toContain("books.Book");
  return { facts, labels, tookMs, reasons: (path) => facts.unread.filter(({ file }) => file === path).map(({ code }) => code) };
};

/** The time of the same project with nothing odd in it: what any scan costs on this machine at this moment. */
const timeWithout = (): number => scan().tookMs;

const model = (name: string, body = "    pass\n"): string => `from django.db import models\nclass ${name}(models.Model):\n${body}`;

describe("a models.py", () => {
  it("S01 of 10 MB on one line is listed as too large", () => {
    const usual = timeWithout();
    write("odd/models.py", `X = "${"a".repeat(10_000_000)}"\n`);
    const { tookMs, reasons } = scan();
    expect(reasons("odd/models.py")).toEqual(["too-large"]);
    expect(tookMs).toBeLessThan(usual + longestMs);
  });

  it("S02 with a syntax error keeps what can be read and lists the fault", () => {
    write("odd/models.py", `${model("Whole")}\ndef (\n\n${model("After")}`);
    const { labels, reasons } = scan();
    expect(new Set(reasons("odd/models.py"))).toEqual(new Set(["syntax-error"]));
    expect(labels).toContain("odd.Whole");
  });

  it("S03 that mixes tabs and spaces is read or listed", () => {
    write(
      "odd/models.py",
      "from django.db import models\nclass Odd(models.Model):\n\ta = models.IntegerField()\n        b = models.IntegerField()\n",
    );
    const { facts, labels, reasons } = scan();
    const fields = facts.models.find(({ label }) => label === "odd.Odd")?.fields.map(({ name }) => name);
    expect(reasons("odd/models.py").length > 0 || (labels.includes("odd.Odd") && fields?.includes("a"))).toBe(true);
  });

  it("S04 that is a program, a picture or an archive is listed", () => {
    for (const bytes of [
      Buffer.from("\u007fELF\u0001\u0000\u0000\u0000", "latin1"),
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.from("PK\u0003\u0004\u0000\u00ff", "latin1"),
    ]) {
      write("odd/models.py", Buffer.concat([bytes, Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 97) % 256))]));
      expect(scan().reasons("odd/models.py")).toEqual(["not-text"]);
    }
  });

  it("S05 with NULs is listed", () => {
    write("odd/models.py", `${model("Odd")}\0`);
    expect(scan().reasons("odd/models.py")).toEqual(["not-text"]);
  });

  it("S06 in another encoding is decoded by its cookie", () => {
    for (const [name, letter] of [
      ["latin-1", 0xf6],
      ["cp1252", 0x80],
      ["koi8-r", 0xc1],
    ] as const) {
      write(
        "odd/models.py",
        Buffer.concat([Buffer.from(`# -*- coding: ${name} -*-\n${model("Odd")}NAME = "`), Buffer.from([letter]), Buffer.from('"\n')]),
      );
      const { labels, reasons } = scan();
      expect({ name, labels, reasons: reasons("odd/models.py") }).toEqual({ name, labels: ["books.Book", "odd.Odd"], reasons: [] });
    }
  });

  it("S07 in another encoding without a cookie is listed", () => {
    write("odd/models.py", Buffer.from(`${model("Odd")}NAME = "\xf6"\n`, "latin1"));
    expect(scan().reasons("odd/models.py")).toEqual(["not-text"]);
  });

  it("S08 with a wrong cookie, in UTF-16 or UTF-7, or with a mark, is read or listed", () => {
    const source = model("Odd");
    const cases: readonly (readonly [string, Uint8Array, boolean])[] = [
      ["an unknown cookie", Buffer.from(`# coding: klingon\n${source}`), false],
      ["a cookie that lies", Buffer.from(`# coding: ascii\n${source}NAME = "ö"\n`), false],
      ["UTF-7", Buffer.from(`# coding: utf-7\n${source.replace("class", "+AGMAbABhAHMAcw-")}`), false],
      ["UTF-16 with a mark", Buffer.from(`\ufeff${source}`, "utf16le"), true],
      ["UTF-16 without a mark", Buffer.from(source, "utf16le"), false],
      ["UTF-8 with a mark", Buffer.from(`\ufeff${source}`), true],
      ["a mark and another cookie", Buffer.from(`\ufeff# coding: latin-1\n${source}`), true],
      ["a codec that is none of text", Buffer.from(`# coding: rot13\n${source}`), false],
    ];
    for (const [name, bytes, isRead] of cases) {
      write("odd/models.py", bytes);
      const { labels, reasons } = scan();
      const isListed = reasons("odd/models.py").length > 0;
      expect({ name, isRead: labels.includes("odd.Odd"), isListed: isListed || isRead }).toEqual({ name, isRead, isListed: true });
    }
  });
});

describe("a place where a file is looked for", () => {
  it("S09 that is a socket, a device or a pipe holds nothing up, and what it was for is listed", async () => {
    const socket = createServer().listen(join(project, "odd/urls.py"));
    await once(socket, "listening");
    const asSocket = scan();
    socket.close();
    rmSync(join(project, "odd/urls.py"), { force: true });
    execFileSync("mkfifo", [join(project, "odd/urls.py"), join(project, "odd/models.py")]);
    const asPipe = scan();
    for (const { facts, tookMs } of [asSocket, asPipe]) {
      expect(facts.urls).toEqual([]);
      expect(facts.unread.filter(({ file, message }) => file === "odd/urls.py" || message.includes("odd.urls"))).not.toEqual([]);
      expect(tookMs).toBeLessThan(5 * longestMs);
    }
  });

  it("S10 that is a folder is listed or read as a package", () => {
    mkdirSync(join(project, "odd/views.py"));
    mkdirSync(join(project, "odd/models.py"));
    mkdirSync(join(project, "odd/urls.py"));
    mkdirSync(join(project, "odd/migrations/0001_initial.py"));
    expect(scan().labels).toEqual(["books.Book"]);
  });

  it("S11 that is a link to /dev/zero is listed", () => {
    for (const [target, name] of [
      ["/dev/zero", "models.py"],
      ["/dev/stdin", "apps.py"],
      ["/proc/kcore", "admin.py"],
      ["/dev/tty", "urls.py"],
    ] as const)
      symlinkSync(target, join(project, "odd", name));
    const { tookMs, reasons } = scan();
    expect(reasons("odd/models.py")).toEqual(["not-a-file"]);
    expect(tookMs).toBeLessThan(5 * longestMs);
  });

  it("S12 that is a link to itself or to a folder above is listed", () => {
    symlinkSync("models.py", join(project, "odd/models.py"));
    for (let depth = 0; depth < 8; depth += 1) symlinkSync(project, join(project, `odd/up${depth}`));
    const { reasons, tookMs } = scan();
    expect(reasons("odd/models.py")).toEqual(["loop"]);
    expect(tookMs).toBeLessThan(5 * longestMs);
  });

  it.runIf(!isRoot)("S14 that may not be read is listed", () => {
    chmodSync(write("odd/models.py", model("Odd")), 0);
    expect(scan().reasons("odd/models.py")).toEqual(["permission-denied"]);
  });

  it.runIf(isRoot)("S14 that may not be read by an ordinary user is listed", () => {
    chmodSync(write("odd/models.py", model("Odd")), 0);
    chmodSync(place, 0o755);
    const script = `import { scanFolder } from ${JSON.stringify(new URL("../../src/operations/scan-folder.ts", import.meta.url).pathname)};
process.setgid(65534); process.setuid(65534);
const facts = scanFolder({ folder: ${JSON.stringify(project)} });
console.log(JSON.stringify([facts.models.map(({ label }) => label), facts.unread.filter(({ file }) => file === "odd/models.py").map(({ code }) => code)]));`;
    const said = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module-typescript", "-e", script], {
      encoding: "utf8",
    });
    expect(JSON.parse(said)).toEqual([["books.Book"], ["permission-denied"]]);
  });
});

describe("a tree", () => {
  it("S13 of 10,000 folders, one in another, and one of 100,000 files are read", () => {
    execFileSync("python3", [
      "-c",
      `import os, sys
os.chdir(sys.argv[1])
os.makedirs("wide")
for n in range(100):
    os.makedirs("wide/d%d" % n)
    for m in range(1000):
        open("wide/d%d/f%d.py" % (n, m), "w").close()
for n in range(10000):
    os.mkdir("d"); os.chdir("d")
open("models.py", "w").close()`,
      project,
    ]);
    const { tookMs, labels } = scan();
    expect(labels).toEqual(["books.Book"]);
    console.log(`110,000 entries: ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(60_000);
  }, 200_000);
});

describe("a bomb", () => {
  const nested = (depth: number, open: string, close: string, inner = "1"): string => open.repeat(depth) + inner + close.repeat(depth);
  const bombs: readonly (readonly [string, string])[] = [
    ["brackets", `X = ${nested(5000, "[", "]")}`],
    ["parentheses", `X = ${nested(20_000, "(", ")")}`],
    ["calls", `X = ${nested(5000, "f(", ")")}`],
    ["attributes", `X = a${".b".repeat(100_000)}`],
    ["operators", `X = ${"1+".repeat(100_000)}1`],
    ["powers", "X = 9**9**9**9\nY = 10**10**8\nZ = 'a' * 10**10\nW = [0] * 10**9\nV = 1 << 10**9"],
    ["a string that doubles", `X = "aaaaaaaaaa"\n${"X = X + X\n".repeat(200)}`],
    ["a list that doubles", `X = [1]\n${"X = X + X\n".repeat(200)}`],
    ["a dict in itself", "X = {}\nX['x'] = X\nY = []\nY.append(Y)\nINSTALLED_APPS = Y"],
    ["a loop without end", "while True:\n    X = 1\nfor i in range(10**12):\n    X = i"],
    ["comprehensions", "X = [a for a in range(10**6) for b in range(10**6) for c in range(10**6)]"],
    [
      "format strings",
      `X = "%099999999d" % 1\nY = "{:>999999999}".format(1)\nZ = f"{1:999999999}"\nW = "a".ljust(10**9)\nV = "a,".join("b" * 10**9)`,
    ],
    [
      "regular expressions",
      `import re\nX = re.sub(r"(a+)+$", "", "${"a".repeat(5000)}b")\nfrom django.urls import re_path\nurlpatterns = [re_path(r"${"(a*)*".repeat(500)}$", f)]`,
    ],
    ["decorators", `${"@a\n".repeat(10_000)}class X: pass`],
    ["conditions", Array.from({ length: 2000 }, (_, n) => `if a${n}:\n    X = ${n}\nelse:\n    Y = ${n}`).join("\n")],
    ["nested ifs", Array.from({ length: 300 }, (_, n) => `${" ".repeat(n)}if a${n}:`).join("\n") + `\n${" ".repeat(300)}X = 1`],
    ["imports of itself", "from odd.models import *\nfrom .models import *\nimport odd.models as m\nX = m.m.m.X"],
    ["classes that inherit each other", "class A(B): pass\nclass B(A): pass\nclass C(C): pass"],
    [
      "bases in a diamond",
      `class A0: pass\nclass B0: pass\n${Array.from({ length: 300 }, (_, n) => `class A${n + 1}(A${n}, B${n}): pass\nclass B${n + 1}(B${n}, A${n}): pass`).join("\n")}`,
    ],
    ["functions that call themselves", "def f(x):\n    return f(f(x)) + f(f(x))\nX = f(f(f(1)))\ng = lambda x: g(x) + g(x)\nY = g(1)"],
    ["lines", "x = 1\n".repeat(500_000)],
    ["blank space", `x = 1${" ".repeat(3_000_000)}\n${"\n".repeat(500_000)}`],
    ["an f-string in an f-string", `X = ${`f"{`.repeat(2000)}1${`}"`.repeat(2000)}`],
  ];

  it.each(bombs)("S15 of %s", (_name, source) => {
    const usual = timeWithout();
    write("odd/models.py", source);
    write("odd/urls.py", source);
    appendFileSync(
      join(project, "shop/settings.py"),
      "try:\n    from odd.models import *\nexcept ImportError:\n    pass\nINSTALLED_APPS = ['books', 'odd']\n",
    );
    const { tookMs } = scan();
    // Three readings of the file, on a machine that has other work.
    expect({ tookMs, inTime: tookMs < usual + 20 * longestMs }).toMatchObject({ inTime: true });
  });

  it("S15 of 100,000 models", () => {
    write(
      "odd/models.py",
      `from django.db import models\n${Array.from({ length: 100_000 }, (_, n) => `class M${n}(models.Model): pass\n`).join("")}`,
    );
    const { tookMs, reasons, labels } = scan();
    console.log(`100,000 models: ${Math.round(tookMs)} ms`);
    expect(labels.length === 100_001 || reasons("odd/models.py").length > 0).toBe(true);
  }, 120_000);

  it("S15 leaves the server responsive while it is read", async () => {
    write(
      "odd/models.py",
      `from django.db import models\n${Array.from({ length: 20_000 }, (_, n) => `class M${n}(models.Model): pass\n`).join("")}`,
    );
    const server = await startTestServer();
    try {
      await perform(server.desk, "addWorkspace", { project_path: project });
      let slowest = 0;
      const settled = server.desk.scans.settled(1).then(() => true);
      for (let isOver = false; !isOver;) {
        const start = performance.now();
        expect((await fetch(`http://127.0.0.1:${server.port}/api/workspaces/`)).status).toBe(200);
        slowest = Math.max(slowest, performance.now() - start);
        isOver = await Promise.race([settled, new Promise<false>((resolve) => setTimeout(() => resolve(false), 20))]);
      }
      console.log(`slowest answer beside a scan: ${Math.round(slowest)} ms`);
      expect(slowest).toBeLessThan(2000);
    } finally {
      await server.stop();
    }
  }, 120_000);

  it("S15 a scan that says nothing is stopped with the reason, and the next one is made", async () => {
    write("odd/models.py", `X = [\n${"1,\n".repeat(900_000)}]\n`);
    const limits = { fileLimitMs: 20, silenceLimitMs: 60_000, beginLimitMs: 60_000 };
    const worker = createScanWorker({ limits });
    await expect(worker.scan({ folder: project }, () => {})).rejects.toThrow(/odd\/models\.py could not be read in 0.02 s/);
    await worker.close();
    const silent = createScanWorker({ limits: { ...limits, silenceLimitMs: 50, beginLimitMs: 50 } });
    await expect(silent.scan({ folder: project }, () => {})).rejects.toThrow(/no progress for 0.05 s and was stopped|could not be read/);
    await silent.close();
    rmSync(join(project, "odd/models.py"));
    const next = createScanWorker();
    expect(JSON.parse((await next.scan({ folder: project }, () => {})).digest)).toMatchObject({ project: { root: project } });
    await next.close();
  }, 60_000);
});
