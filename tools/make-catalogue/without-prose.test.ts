import { describe, expect, it } from "vitest";
import { proseDigest } from "../../src/inspector/catalogue/prose-digest.ts";
import { withoutProse } from "./without-prose.ts";

const kept = (value: unknown): unknown => JSON.parse(withoutProse(JSON.stringify(value)));

describe("withoutProse", () => {
  it("keeps a digest of a field's texts, and arguments that are facts", () => {
    const messages = { dict: [["unique", "Taken."]] };
    const kwargs = { max_length: 20, help_text: "Anything.", error_messages: messages, default: "oak" };
    expect(kept({ call: "django.db.models.fields:CharField", kwargs })).toEqual({
      call: "django.db.models.fields:CharField",
      kwargs: {
        max_length: 20,
        help_text: { digest: proseDigest("Anything.") },
        error_messages: { dict: [["unique", { digest: proseDigest("Taken.") }]] },
        default: "oak",
      },
    });
  });

  it("drops messages and help that are no arguments of a field", () => {
    expect(kept({ names: { default_error_messages: { dict: [["invalid", "No."]] }, help: "Counts loaves." } })).toEqual({ names: {} });
  });

  it("keeps fields that are called like prose, and drops translated prose", () => {
    const names = {
      description: { call: "django.db.models.fields:TextField", kwargs: { null: true } },
      help: { call: "django.utils.translation:gettext_lazy", args: ["Counts"] },
    };
    expect(kept({ names })).toEqual({ names: { description: names.description } });
  });

  it("keeps the number of choices and drops what they say in sentences", () => {
    expect(kept({ tuple: [{ tuple: [1, "Open to all readers of the library"] }, { tuple: [2, "Closed"] }] })).toEqual({
      tuple: [{ tuple: [1, "…"] }, { tuple: [2, "Closed"] }],
    });
  });

  it("keeps titles, dotted paths, names of methods and our own reasons", () => {
    const value = {
      names: {
        verbose_name: "history of a loaned book",
        backend: "library.auth.backends.ReaderBackend",
        help: { def: ["self"], line: 3 },
        shelf: { unknown: "a call that was not followed" },
      },
    };
    expect(kept(value)).toEqual(value);
  });

  it("drops patterns", () => {
    expect(kept({ call: "re.compile", args: ["^x$"] })).toEqual({ unknown: "a pattern" });
  });
});
