import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findProgram } from "./find-program.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-programs-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (place: string, mode = 0o755): string => {
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(join(folder, place, "bwrap"), "#!/bin/sh\n");
  chmodSync(join(folder, place, "bwrap"), mode);
  return join(folder, place);
};

it("takes the first program that nobody else could have put there", () => {
  const [open, own] = [program("open", 0o777), program("own")];
  expect(findProgram("bwrap", ["bin", join(folder, "nowhere"), open, own])).toBe(join(own, "bwrap"));
});

it("X26 takes none of an environment or a project on the PATH, nor through a link to one", () => {
  const inEnvironment = program(".venv/bin");
  writeFileSync(join(folder, ".venv", "pyvenv.cfg"), "");
  const inProject = program("shop/tools/bin");
  writeFileSync(join(folder, "shop", "manage.py"), "");
  mkdirSync(join(folder, "links"));
  symlinkSync(join(inProject, "bwrap"), join(folder, "links", "bwrap"));
  expect(findProgram("bwrap", [inEnvironment, inProject, join(folder, "links")])).toBeNull();
});
