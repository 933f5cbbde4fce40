import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseArguments } from "../main/open-request.ts";
import { writeChecksums } from "./checksums.ts";
import { toBuilderConfig } from "./config.ts";

describe("the checksums of the packages", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "djdesk-sums-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const check = (): string => execFileSync("sha256sum", ["--check", "SHA256SUMS"], { cwd: folder, encoding: "utf8", stdio: "pipe" });

  it.skipIf(process.platform !== "linux")("hold for every installer, and no longer when one was changed", () => {
    mkdirSync(join(folder, "linux-unpacked"));
    for (const name of ["DJDesk-0.1.0-linux-x86_64.AppImage", "DJDesk-0.1.0-linux-amd64.deb", "DJDesk Setup.exe", "builder-debug.yml"])
      writeFileSync(join(folder, name), name);
    writeChecksums(folder);
    expect(check().trim().split("\n")).toEqual([
      expect.stringMatching(/: OK$/),
      expect.stringMatching(/: OK$/),
      expect.stringMatching(/: OK$/),
    ]);
    writeFileSync(join(folder, "DJDesk Setup.exe"), "changed");
    expect(check).toThrow("did NOT match");
  });

  it("are not written where only an unpacked folder was made", () => {
    mkdirSync(join(folder, "linux-unpacked"));
    writeChecksums(folder);
    expect(existsSync(join(folder, "SHA256SUMS"))).toBe(false);
  });
});

describe("what a system is told to open with the packaged shell", () => {
  const config = z
    .object({
      protocols: z.array(z.object({ schemes: z.array(z.string()) })),
      linux: z.object({ mimeTypes: z.array(z.string()) }),
      mac: z.object({ extendInfo: z.object({ CFBundleDocumentTypes: z.array(z.object({ LSItemContentTypes: z.array(z.string()) })) }) }),
      nsis: z.object({ include: z.string() }),
    })
    .parse(toBuilderConfig({ root: "/", out: "/out", node: "/node", electronVersion: "45.4.1", electronFolder: null }));

  it("is folders, on each of the three", () => {
    expect(config.linux.mimeTypes).toEqual(["inode/directory"]);
    expect(config.mac.extendInfo.CFBundleDocumentTypes.flatMap((type) => type.LSItemContentTypes)).toEqual(["public.folder"]);
    const opened = parseArguments([pathToFileURL("/home/ada/my shop").href], "/");
    expect(opened).toEqual([{ kind: "folder", path: "/home/ada/my shop", fromLink: false }]);
  });

  it("is the shell's own links", () => {
    const schemes = config.protocols.flatMap((protocol) => protocol.schemes);
    expect(schemes.map((scheme) => parseArguments([`${scheme}://w/shop`], "/"))).toEqual([[{ kind: "view", address: "/w/shop" }]]);
  });

  it("comes on Windows after a word that ends the switches, so that no folder or link is one, and goes when DJDesk does", () => {
    const script = readFileSync(join(import.meta.dirname, "..", config.nsis.include), "utf8");
    const commands = [...script.matchAll(/\\command" "" '(.+)'$/gm)].map(([, command]) => command);
    expect(commands).toEqual(['"$appExe" -- "%1"', '"$appExe" -- "%1"']);
    const [written, removed] = [/WriteRegStr SHELL_CONTEXT "([^"]+)"/g, /DeleteRegKey SHELL_CONTEXT "([^"]+)"/g].map((pattern) =>
      [...script.matchAll(pattern)].map(([, key = ""]) => key),
    );
    expect(written?.filter((key) => removed?.every((gone) => key !== gone && !key.startsWith(`${gone}\\`)))).toEqual([]);
  });
});
