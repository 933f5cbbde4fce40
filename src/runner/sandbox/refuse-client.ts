/** Tells a client of a database, in its own protocol, that it was led to no server: as its driver would, it then says so. */
import type { Duplex } from "node:stream";
import type { DatabaseProtocol } from "./database-server.ts";

const longest = 400;

/** Of a question for encryption, which no other first message has. */
const questionLength = 8;

/** Encryption is declined first: an error that comes before is not shown. */
const answerPostgres = (client: Duplex, reason: string): void => {
  client.on("data", (bytes: Buffer) => {
    if (bytes.length === questionLength) client.write("N");
    else client.end(toPostgres(reason));
  });
};

/** An ErrorResponse. */
const toPostgres = (reason: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08001\0M${reason}\0\0`);
  const head = Buffer.alloc(5, "E");
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

const cannotConnect = 2003;

/** An ERR packet in place of the greeting. */
const toMysql = (reason: string): Buffer => {
  const text = Buffer.from(reason);
  const head = Buffer.from([0, 0, 0, 0, 0xff, 0, 0]);
  head.writeUIntLE(text.length + 3, 0, 3);
  head.writeUInt16LE(cannotConnect, 5);
  return Buffer.concat([head, text]);
};

/** Ends the connection; of other protocols without a word. */
export const refuseClient = (client: Duplex, protocol: DatabaseProtocol, reason: string): void => {
  const text = reason.slice(0, longest);
  if (protocol === "mysql") client.end(toMysql(text));
  else if (protocol === "postgresql") answerPostgres(client, text);
  else client.destroy();
};
