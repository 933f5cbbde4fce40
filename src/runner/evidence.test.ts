/** What a project does so that the comparison of its files before and after a run says too little. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runManage } from "../../test/support/run-manage.ts";
import { noSandbox } from "./sandbox/sandbox.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-evidence-")));
  mkdirSync(join(folder, "shop"));
  for (const path of ["notes.txt", "shop/prices.txt"]) {
    writeFileSync(join(folder, path), "as it was");
    utimesSync(join(folder, path), 1000, 1000);
  }
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  [
    "sets the old time again after it wrote as many bytes",
    "open('notes.txt', 'r+').write('AS IT WAS')\nos.utime('notes.txt', (1000, 1000))",
    ["notes.txt"],
  ],
  [
    "writes into memory that it shares with the file, and sets the old time again",
    "file = open('notes.txt', 'r+b')\nshared = mmap.mmap(file.fileno(), 0)\nshared[0:2] = b'AS'\nshared.flush()\nshared.close()\nfile.close()\nos.utime('notes.txt', (1000, 1000))",
    ["notes.txt"],
  ],
  ["tags a file", "os.setxattr('notes.txt', 'user.tag', b'x')", ["notes.txt"]],
  ["gives a file a name that is no text", "open(b'caf\\xe9.txt', 'w').close()", ["caf\ufffd.txt"]],
  [
    "writes in a folder whose name is no text",
    "os.mkdir(b'shop/\\xff')\nopen(b'shop/\\xff/planted', 'w').close()",
    ["shop/\ufffd", "shop/\ufffd/planted"],
  ],
  ["changes the mode of the project's own folder", "os.chmod('.', 0o777)", ["."]],
  [
    "exchanges two files with each other",
    "os.rename('notes.txt', 'x'); os.rename('shop/prices.txt', 'notes.txt'); os.rename('x', 'shop/prices.txt')",
    ["notes.txt", "shop/prices.txt"],
  ],
])("is told of a run that %s", async (_, code, changed) => {
  const { changedFiles, output } = await runManage(folder, `import mmap, os\n${code}\nprint("done")`, { sandbox: noSandbox });
  expect(output).toContain("done");
  expect(changedFiles).toEqual(changed);
});
