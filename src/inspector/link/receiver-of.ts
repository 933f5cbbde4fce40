import type { Value } from "../evaluate/value.ts";

/** What a method was called on; undefined for a call of anything else. */
export const receiverOf = (callee: Value): Value | undefined => {
  if (callee.kind === "method") return callee.self;
  if (callee.kind === "external") return callee.of;
  return callee.kind === "instance" ? callee.receiver : undefined;
};
