/**
 * Compiles rules on system calls into a program for the kernel's seccomp: what no rule refuses is allowed. Arguments
 * are compared by their low 32 bits; the calls that rules name take no wider ones.
 */
import { callNumbers, type Call } from "./call-numbers.ts";

/** `call` fails with `errno` when all conditions hold. */
export interface Rule {
  readonly call: Call;
  readonly when: readonly Condition[];
  readonly errno: number;
}

/** Of the bits in `mask` (default: all) of an argument: equal to `is`, or different from all of `not`, or any set. */
export type Condition = { readonly argument: number; readonly mask?: number } & (
  | { readonly is: number }
  | { readonly not: readonly number[] }
  | { readonly any: true }
);

interface Architecture {
  /** AUDIT_ARCH of linux/audit.h. */
  readonly audit: number;
  readonly column: 0 | 1;
  /** Calls from this number on are another way to make the same calls. */
  readonly below: number | null;
}

const architectures: Readonly<Record<string, Architecture>> = {
  x64: { audit: 0xc000_003e, column: 0, below: 0x4000_0000 },
  arm64: { audit: 0xc000_00b7, column: 1, below: null },
};

const [load, and, equal, notBelow, end] = [0x20, 0x54, 0x15, 0x35, 0x06];
const [numberAt, architectureAt, argumentsAt] = [0, 4, 16];
const [allow, fail] = [0x7fff_0000, 0x0005_0000];
const unknownCall = 38;

/** One instruction; a jump passes over as many as it says when its comparison holds, or does not. */
interface Instruction {
  readonly code: number;
  readonly value: number;
  readonly onTrue?: number;
  readonly onFalse?: number;
}

const answer = (errno: number): Instruction => ({ code: end, value: fail + errno });
const loadNumber: Instruction = { code: load, value: numberAt };

/** Goes on behind its last instruction when the condition holds, and `toEnd` instructions further when not. */
const check = (condition: Condition, toEnd: number): readonly Instruction[] => {
  const { argument, mask } = condition;
  const loaded = [{ code: load, value: argumentsAt + 8 * argument }, ...(mask === undefined ? [] : [{ code: and, value: mask }])];
  if ("is" in condition) return [...loaded, { code: equal, value: condition.is, onFalse: toEnd }];
  const refused = "any" in condition ? [0] : condition.not;
  return [...loaded, ...refused.map((value, index) => ({ code: equal, value, onTrue: toEnd + refused.length - 1 - index }))];
};

/** Expects the call's number and leaves it as it found it. */
const compileRule = ({ when, errno }: Rule, number: number): readonly Instruction[] => {
  if (when.length === 0) return [{ code: equal, value: number, onFalse: 1 }, answer(errno)];
  let body: readonly Instruction[] = [answer(errno)];
  for (const condition of when.toReversed()) body = [...check(condition, body.length), ...body];
  return [{ code: equal, value: number, onFalse: body.length + 1 }, ...body, loadNumber];
};

const toBytes = (program: readonly Instruction[]): Buffer => {
  const bytes = Buffer.alloc(8 * program.length);
  for (const [index, { code, value, onTrue = 0, onFalse = 0 }] of program.entries()) {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(onTrue, 8 * index + 2);
    bytes.writeUInt8(onFalse, 8 * index + 3);
    bytes.writeUInt32LE(value, 8 * index + 4);
  }
  return bytes;
};

/** An array of `struct sock_filter`; null for a processor whose calls are not known here. */
export const compileFilter = (rules: readonly Rule[], processor: string): Buffer | null => {
  const known = architectures[processor];
  if (known === undefined) return null;
  const { audit, column, below } = known;
  const compiled = rules.flatMap((rule) => {
    const number = callNumbers[rule.call][column];
    return number === null ? [] : compileRule(rule, number);
  });
  return toBytes([
    { code: load, value: architectureAt },
    { code: equal, value: audit, onTrue: 1 },
    answer(unknownCall),
    loadNumber,
    ...(below === null ? [] : [{ code: notBelow, value: below, onFalse: 1 }, answer(unknownCall)]),
    ...compiled,
    { code: end, value: allow },
  ]);
};
