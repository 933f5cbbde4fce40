/** Arguments of calls and classes, parameters of functions and lambdas. */
import type { Argument, Expression, Parameter } from "../tree.ts";
import { advance, expect, isKeyword, isOp, Kind, line, type Reader, refuse, take, takeName } from "./reader.ts";

/** What of `read-expression.ts` is needed here; passed in, because that file needs this one. */
export interface Grammar {
  readonly readExpression: (r: Reader) => Expression;
  readonly readNamed: (r: Reader) => Expression;
  readonly readGenerator: (r: Reader, value: Expression) => Expression;
}

/** Is the name at hand followed by a lone `=`? */
const isKeywordArgument = (r: Reader): boolean => {
  if (r.kind !== Kind.Name) return false;
  const { text } = r;
  let at = r.end;
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 9; code = text.charCodeAt(at)) at += 1;
  return text.charCodeAt(at) === 61 && text.charCodeAt(at + 1) !== 61;
};

/** From `(` to `)`. */
export const readArguments = (r: Reader, { readExpression, readNamed, readGenerator }: Grammar): readonly Argument[] => {
  expect(r, "(");
  const args: Argument[] = [];
  let hasName = false;
  let hasMapping = false;
  while (!isOp(r, ")")) {
    if (take(r, "**")) {
      hasMapping = true;
      args.push({ star: 2, value: readExpression(r) });
    } else if (take(r, "*")) {
      if (hasMapping) refuse();
      args.push({ star: 1, value: readExpression(r) });
    } else if (isKeywordArgument(r)) {
      const name = takeName(r);
      advance(r);
      hasName = true;
      args.push({ name, value: readExpression(r) });
    } else {
      if (hasName || hasMapping) refuse();
      const value = readNamed(r);
      if (isKeyword(r, "for") || isKeyword(r, "async")) {
        if (args.length > 0) refuse();
        args.push({ value: readGenerator(r, value) });
        break;
      }
      args.push({ value });
    }
    if (!take(r, ",")) break;
  }
  expect(r, ")");
  return args.slice();
};

interface Reading {
  readonly closer: string;
  readonly annotated: boolean;
  readonly grammar: Grammar;
}

/** The parameters up to `closer`, which stays. */
export const readParameters = (r: Reader, { closer, annotated, grammar: { readExpression } }: Reading): readonly Parameter[] => {
  let parameters: Parameter[] = [];
  let kind: Parameter["kind"] = "normal";
  let hasDefault = false;
  const annotation = (starred: boolean): Expression | undefined => {
    if (!annotated || !take(r, ":")) return undefined;
    if (starred && isOp(r, "*")) {
      const at = line(r);
      advance(r);
      return { kind: "starred", line: at, value: readExpression(r) };
    }
    return readExpression(r);
  };
  const add = (own: Parameter["kind"], takesDefault: boolean): void => {
    const name = takeName(r);
    const note = annotation(own === "args");
    const value = takesDefault && take(r, "=") ? readExpression(r) : undefined;
    if (own === "normal") {
      if (hasDefault && value === undefined) refuse();
      hasDefault ||= value !== undefined;
    }
    if (parameters.some((parameter) => parameter.name === name)) refuse();
    parameters.push({
      name,
      kind: own,
      ...(value === undefined ? {} : { default: value }),
      ...(note === undefined ? {} : { annotation: note }),
    });
  };
  while (!isOp(r, closer)) {
    if (take(r, "/")) {
      if (kind !== "normal" || parameters.length === 0 || parameters.some((one) => one.kind === "positional")) refuse();
      parameters = parameters.map((parameter) => ({ ...parameter, kind: "positional" }));
    } else if (take(r, "**")) {
      add("kwargs", false);
      take(r, ",");
      break;
    } else if (take(r, "*")) {
      if (kind === "keyword") refuse();
      kind = "keyword";
      if (isOp(r, closer)) refuse();
      if (!isOp(r, ",")) add("args", false);
    } else add(kind, true);
    if (!take(r, ",")) break;
  }
  if (!isOp(r, closer)) refuse();
  return parameters;
};

export const readLambda = (r: Reader, grammar: Grammar): Expression => {
  const at = line(r);
  expect(r, "lambda");
  const parameters = readParameters(r, { closer: ":", annotated: false, grammar });
  expect(r, ":");
  return { kind: "lambda", line: at, parameters, body: grammar.readExpression(r) };
};
