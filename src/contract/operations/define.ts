/** How an operation is declared; REST routes, the web client, CLI output and the OpenAPI document derive from it. */
import type { z } from "zod";
import type { RefusalCode } from "../errors.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Effects = "reads" | "writes-store" | "executes";

export interface OperationDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** camelCase, a verb and a noun. */
  readonly name: string;
  readonly method: Method;
  /** `:slug`, `:id` are taken from the address into the input of the same name; the rest comes from query or body. */
  readonly path: `/api/${string}/`;
  readonly input: Input;
  readonly output: Output;
  readonly successStatus: 200 | 201 | 202;
  readonly effects: Effects;
  readonly errors: readonly RefusalCode[];
  readonly summary: string;
}

export const defineOperation = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
): OperationDefinition<Input, Output> => definition;
