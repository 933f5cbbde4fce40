import { expect, it } from "vitest";
import { inertJson, inertText } from "./inert-text.ts";

it.each([
  ["the clipboard", "a\u001b]52;c;ZXZpbA==\u0007b", "a\\u001b]52;c;ZXZpbA==\\u0007b"],
  ["the title, in one byte", "\u009d0;owned\u009c", "\\u009d0;owned\\u009c"],
  ["the cursor", "\u001b[2J\u001b[H\u001b[1A", "\\u001b[2J\\u001b[H\\u001b[1A"],
  ["the line so far", "clean\r1 finding\b\b", "clean\\u000d1 finding\\u0008\\u0008"],
  ["the direction", "admin\u202etxt.py\u2066", "admin\\u202etxt.py\\u2066"],
  ["nothing by half a sequence", "\u001b", "\\u001b"],
  ["nothing by a question", "\u001b[6n\u001b[5;1$x", "\\u001b[6n\\u001b[5;1$x"],
])("shows what would change %s", (_what, text, shown) => {
  expect(inertText(text)).toBe(shown);
});

it("leaves text, lines, tabs and colours", () => {
  const text = "é 日本 👩‍🚀\n\tשלום \u001b[31mred\u001b[0m\n\u001b[1;32mgreen\u001b[m";
  expect(inertText(text)).toBe(text);
});

it("lets no colour, and nothing hidden, go on into the next line", () => {
  expect(inertText("\u001b[8mname\nnext")).toBe("\u001b[8mname\u001b[0m\nnext");
  expect(inertText("\u001b[8m\u001b[39mname\u001b[0m\u001b[8m")).toBe("\u001b[8m\u001b[39mname\u001b[0m\u001b[8m\u001b[0m");
});

it("changes no document", () => {
  const value = { name: "\u009d52;c;QQ\u009c\u202e\u001b[2J\u007f é", list: ["\u2028"] };
  const json = inertJson(JSON.stringify(value));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).not.toMatch(/[\u007f-\u009f\u2028\u202e]/);
});
