/**
 * The one gate, for requests and upgrades alike: who connects, what the request says of itself, and where the system does
 * not tell who connects, whether they know the token.
 */
import type { IncomingMessage } from "node:http";
import { Refusal } from "../../contract/errors.ts";
import type { Answer } from "../http/answer.ts";
import type { Access } from "./access.ts";
import type { PeerGate } from "./peer.ts";
import type { Passed } from "./request-gate.ts";

export type Verdict = { readonly kind: "passed"; readonly passed: Passed } | { readonly kind: "answered"; readonly answer: Answer };

/** Without waiting when the connection is known. Throws the refusal. */
export type Gate = (request: IncomingMessage) => Promise<Verdict> | Verdict;

type PassRequest = (request: IncomingMessage) => Passed;

/** Only the user who started the server gets in. */
export const createOwnerGate = (peers: PeerGate, passRequest: PassRequest): Gate => {
  const decide = (isOwn: boolean, request: IncomingMessage): Verdict => {
    if (!isOwn) throw new Refusal("foreign-peer", "The connection does not come from the user who started this server.");
    return { kind: "passed", passed: passRequest(request) };
  };
  return (request) => {
    const isOwn = peers.isOwn(request.socket);
    return typeof isOwn === "boolean" ? decide(isOwn, request) : isOwn.then((known) => decide(known, request));
  };
};

/** Whoever knows the token gets in. */
export const createTokenGate =
  (access: Access, passRequest: PassRequest): Gate =>
  (request) => {
    const passed = passRequest(request);
    const answer = access.admit(request, passed);
    return answer === null ? { kind: "passed", passed } : { kind: "answered", answer };
  };
