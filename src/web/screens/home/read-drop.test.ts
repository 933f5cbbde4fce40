import { expect, it } from "vitest";
import { readDrop } from "./read-drop.ts";

const drop = (given: Partial<Parameters<typeof readDrop>[0]>) => readDrop({ addresses: "", text: "", names: [], ...given });

it.each([
  ["file:///home/ada/my%20shop/", "/home/ada/my shop"],
  ["# from a file manager\r\nfile:///home/ada/shop\r\nfile:///home/ada/other", "/home/ada/shop"],
  ["file://localhost/home/ada/%E5%9B%BE%E4%B9%A6%E9%A6%86", "/home/ada/图书馆"],
  ["file:///C:/code/shop", "C:/code/shop"],
  ["file:///home/ada/shop/manage.py", "/home/ada/shop"],
  ["file:///", "/"],
])("reads the address %j as a path", (addresses, path) => {
  expect(drop({ addresses, names: ["shop"] })).toEqual({ kind: "path", path });
});

it.each(["/home/ada/shop", "~/shop", "C:\\code\\shop"])("takes the text %j for a path", (text) => {
  expect(drop({ text })).toEqual({ kind: "path", path: text });
});

it.each(["https://example.com/home/ada", "file://elsewhere/home/ada", "not an address", "file:///%zz"])(
  "takes %j for no folder of this machine",
  (addresses) => {
    expect(drop({ addresses, text: addresses })).toEqual({ kind: "nothing" });
  },
);

it("has only the name where the browser hides the path", () => {
  expect(drop({ names: ["shop"] })).toEqual({ kind: "name", name: "shop" });
});
