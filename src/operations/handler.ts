/** What a handler of an operation is: the desk and a checked input in, the output of the contract out. */
import type { z } from "zod";
import type { OperationName, Operations } from "../contract/operations/index.ts";
import type { Desk } from "./desk/desk.ts";

export type Inputs = { readonly [Name in OperationName]: z.output<Operations[Name]["input"]> };
export type Outputs = { readonly [Name in OperationName]: z.output<Operations[Name]["output"]> };

export type Handler<Name extends OperationName> = (desk: Desk, input: Inputs[Name]) => Promise<Outputs[Name]>;
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };
