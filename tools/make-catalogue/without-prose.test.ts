import { describe, expect, it } from "vitest";
import { withoutProse } from "./without-prose.ts";

const kept = (value: unknown): unknown => JSON.parse(withoutProse(JSON.stringify(value)));

describe("withoutProse", () => {
  it("drops help texts and messages, keeps arguments that are facts", () => {
    expect(kept({ call: "django.db.models.fields:CharField", kwargs: { max_length: 20, help_text: "Anything.", default: "oak" } })).toEqual(
      {
        call: "django.db.models.fields:CharField",
        kwargs: { max_length: 20, default: "oak" },
      },
    );
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
