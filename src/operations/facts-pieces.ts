/** The facts document as text, piece by piece: as one string, that of a large project is larger than the facts themselves. */
import type { Facts } from "../contract/shapes/facts.ts";
import { inertJson } from "../kit/inert-text.ts";

/** Characters of a piece, about. */
const pieceLength = 256 * 1024;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function* listParts(list: readonly unknown[]): Generator<string> {
  yield "[";
  for (let at = 0; at < list.length; at += 1) yield (at === 0 ? "" : ",") + JSON.stringify(list[at]);
  yield "]";
}

function* parts(facts: Partial<Facts>): Generator<string> {
  let before = "{";
  for (const [section, value] of Object.entries(facts)) {
    yield `${before}${JSON.stringify(section)}:`;
    if (isList(value)) yield* listParts(value);
    else yield JSON.stringify(value);
    before = ",";
  }
  yield "}";
}

/** Joined they are `JSON.stringify(facts)`, and text for a terminal. */
export function* factsPieces(facts: Partial<Facts>): Generator<string> {
  let piece = "";
  for (const part of parts(facts)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield inertJson(piece);
    piece = "";
  }
  yield inertJson(piece);
}
