/** The facts document as text, piece by piece: as one string, that of a large project is larger than the facts themselves. */
import type { Facts } from "../contract/shapes/facts.ts";
import { inertJson } from "../kit/inert-text.ts";

/** Characters of a piece, about. */
const pieceLength = 48 * 1024;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** Sections, and within the migrations apps: what is below is small. */
const deepest = 3;

function* parts(value: unknown, depth: number): Generator<string> {
  if (depth > deepest || !isObject(value)) return yield JSON.stringify(value);
  let before = "";
  if (isList(value)) {
    yield "[";
    for (const item of value) {
      yield before + JSON.stringify(item);
      before = ",";
    }
    return yield "]";
  }
  yield "{";
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* parts(inner, depth + 1);
    before = ",";
  }
  return yield "}";
}

/** Joined they are `JSON.stringify(facts)`, and text for a terminal. */
export function* factsPieces(facts: Partial<Facts>): Generator<string> {
  let piece = "";
  for (const part of parts(facts, 0)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield inertJson(piece);
    piece = "";
  }
  yield inertJson(piece);
}
