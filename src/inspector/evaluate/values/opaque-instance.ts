import type { Native } from "../machine.ts";
import { external } from "./make.ts";

/** An opaque instance of a library class: its arguments are kept. */
export const opaqueInstance =
  (path: string): Native =>
  (_m, call) => ({
    kind: "instance",
    class: external(path),
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map(),
    origin: call.origin,
  });
