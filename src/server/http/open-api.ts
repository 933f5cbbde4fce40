/** The OpenAPI document, derived from the table of operations. */
import { z } from "zod";
import { errorBody } from "../../contract/error-body.ts";
import { treatments, type RefusalCode } from "../../contract/errors.ts";
import { operations } from "../../contract/operations/index.ts";

type Json = Readonly<Record<string, unknown>>;

const toSchema = (shape: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: "any" });
  return schema;
};

export const toOpenApi = (version: string): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of Object.values(operations)) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: toOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "DJDesk",
      version,
      description: "A desk for local Django projects. Unsafe requests carry the csrftoken cookie and X-CSRFToken.",
    },
    paths: { ...paths, "/api/task-runs/{id}/fixture/file/": fixtureFile },
    components: {
      schemas: { Error: toSchema(errorBody, "output") },
      securitySchemes: { csrf: { type: "apiKey", in: "header", name: "X-CSRFToken" } },
    },
  };
};

type Operation = (typeof operations)[keyof typeof operations];

const toOperation = (operation: Operation): Json => {
  const { properties = {}, required = [] } = z
    .looseObject({ properties: z.record(z.string(), z.unknown()).optional(), required: z.array(z.string()).optional() })
    .parse(toSchema(operation.input, "input"));
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const others = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  const isQuery = operation.method === "GET" || operation.method === "DELETE";
  const parameters = [
    ...inPath.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? {} })),
    ...(isQuery ? others.map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema })) : []),
  ];
  return {
    operationId: operation.name,
    summary: operation.summary,
    parameters,
    ...(isQuery || others.length === 0 ? {} : { requestBody: toRequestBody(operation, inPath) }),
    ...(isQuery && operation.method === "GET" ? {} : { security: [{ csrf: [] }] }),
    responses: {
      [operation.successStatus]: {
        description: "Done.",
        content: { "application/json": { schema: toSchema(operation.output, "output") } },
      },
      ...(operation.name === "readStatus" ? { 304: { description: "Nothing has changed since the ETag in If-None-Match." } } : {}),
      ...toErrorResponses(operation),
    },
  };
};

const toRequestBody = (operation: Operation, inPath: readonly string[]): Json => {
  const schema = z
    .looseObject({ properties: z.record(z.string(), z.unknown()).optional(), required: z.array(z.string()).optional() })
    .parse(toSchema(operation.input, "input"));
  const body = {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !inPath.includes(name))),
    required: (schema.required ?? []).filter((name) => !inPath.includes(name)),
  };
  const types = ["application/x-www-form-urlencoded", "multipart/form-data", "application/json"];
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema: body }])) };
};

/** What the gate and the reading of a request refuse before any operation. */
const everywhere: readonly RefusalCode[] = [
  "bad-request",
  "invalid-input",
  "not-authenticated",
  "foreign-host",
  "foreign-origin",
  "foreign-peer",
];
const whereUnsafe: readonly RefusalCode[] = ["csrf-failed", "body-too-large", "unsupported-media-type"];

const toErrorResponses = ({ method, errors }: Pick<Operation, "method" | "errors">): Json => {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of new Set([...errors, ...everywhere, ...(method === "GET" ? [] : whereUnsafe)])) {
    const { httpStatus } = treatments[code];
    byStatus.set(httpStatus, [...(byStatus.get(httpStatus) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      { description: codes.join(", "), content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
    ]),
  );
};

/** The download of an export: a file as it was written, which no operation of the contract answers. */
const fixtureFile: Json = {
  get: {
    operationId: "downloadFixture",
    summary: "The file of an export, as a download.",
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } }],
    responses: {
      200: { description: "The fixture.", content: { "application/json": { schema: { type: "array" } } } },
      ...toErrorResponses({ method: "GET", errors: ["task-run-not-found", "fixture-not-found"] }),
    },
  },
};
