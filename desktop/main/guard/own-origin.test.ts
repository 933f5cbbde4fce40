import { expect, it } from "vitest";
import { isOwn } from "./own-origin.ts";

const desk = "http://127.0.0.1:8765";

it.each([
  ["http://127.0.0.1:8765/w/shop", true],
  ["ws://127.0.0.1:8765/ws/workspaces/shop/", true],
  ["http://127.0.0.1:8766/", false],
  ["https://127.0.0.1:8765/", false],
  ["http://localhost:8765/", false],
  ["http://127.0.0.1:8765@evil.example/", false],
  ["http://127.0.0.1:8765.evil.example/", false],
  ["http://evil.example/?http://127.0.0.1:8765/", false],
  ["file:///home/x", false],
  ["data:text/html,x", false],
  ["", false],
])("%s belongs to the desk: %s", (address, own) => {
  expect(isOwn(address, desk)).toBe(own);
  expect(isOwn(address, null)).toBe(false);
});
