import { describe, expect, it } from "vitest";
import { createMemoryFiles } from "../../files/memory-files.ts";
import { findCommands } from "./find-commands.ts";

const files = createMemoryFiles({
  "bakery/management/commands/__init__.py": "",
  "bakery/management/commands/bake.py": "",
  "bakery/management/commands/_private.py": "",
  "bakery/management/commands/nested/__init__.py": "",
  "bakery/management/commands/runserver.py": "",
  "bakery/management/commands/notes.txt": "",
  "shop/management/commands/bake.py": "",
});
const bakery = { name: "bakery", folder: "/project/bakery" };
const shop = { name: "shop", folder: "/project/shop" };

describe("management commands", () => {
  it("are the modules of management/commands, without packages and private names", () => {
    expect(findCommands(files, [bakery], [])).toEqual({ bake: "bakery", runserver: "bakery" });
  });

  it("are taken from the app that is installed first", () => {
    expect(findCommands(files, [shop, bakery], [])["bake"]).toBe("shop");
    expect(findCommands(files, [bakery, shop], [])["bake"]).toBe("bakery");
  });

  it("win over Django's own", () => {
    expect(findCommands(files, [bakery], ["runserver", "check"])).toEqual({ bake: "bakery", check: "django.core", runserver: "bakery" });
  });

  it("of an app whose code is not here are what is known of it", () => {
    expect(findCommands(files, [{ name: "guardian", folder: null, known: ["clean_orphan_obj_perms"] }], [])).toEqual({
      clean_orphan_obj_perms: "guardian",
    });
  });
});
