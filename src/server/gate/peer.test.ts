import { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createPeerGate, isOwnedBy } from "./peer.ts";

const line = (local: string, remote: string, { state = "01", uid = "1000", inode = "4711" } = {}): string =>
  `   1: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0000000000000000 20 4 30 10 -1`;
const ends = { address: "127.0.0.1", port: 40000, toAddress: "127.0.0.1", toPort: 8765 };
const client = "0100007F:9C40";
const desk = "0100007F:223D";

describe("the peer of a connection", () => {
  it("is ours when its own end belongs to the server's user", () => {
    expect(isOwnedBy(Buffer.from(line(client, desk)), 1000, ends)).toBe(true);
  });
  it.each([
    ["belongs to another user", line(client, desk, { uid: "1001" })],
    ["belongs to root", line(client, desk, { uid: "0" })],
    ["has no process any more", line(client, desk, { inode: "0" })],
    ["is our own end, not the peer's", line(desk, client)],
    ["is not in the table", line("0100007F:9C41", desk)],
    ["is a listener", line(client, desk, { state: "0A" })],
    ["cannot be read", ""],
  ])("is foreign when it %s", (_name, table) => {
    expect(isOwnedBy(Buffer.from(table), 1000, ends)).toBe(false);
  });
  it("is found in the IPv6 table, mapped or plain", () => {
    const mapped = `0000000000000000FFFF0000${client}`;
    expect(isOwnedBy(Buffer.from(line(mapped, `0000000000000000FFFF0000${desk}`)), 1000, ends)).toBe(true);
    const six = "00000000000000000000000001000000";
    expect(isOwnedBy(Buffer.from(line(`${six}:9C40`, `${six}:223D`)), 1000, { ...ends, address: "::1", toAddress: "::1" })).toBe(true);
  });
});

describe("the gate for peers", () => {
  const aSocket = (port: number, address = "127.0.0.1"): Socket => {
    const socket = new Socket();
    for (const [key, value] of Object.entries({ remoteAddress: address, remotePort: port, localAddress: "127.0.0.1", localPort: 8765 })) {
      Object.defineProperty(socket, key, { value });
    }
    return socket;
  };
  const table = Array.from({ length: 100 }, (_, n) => line(`0100007F:${(40000 + n).toString(16).toUpperCase()}`, desk)).join("\n");

  it("looks a connection up once, and many that come together with few readings", async () => {
    let readings = 0;
    const ready = new EventEmitter();
    const gate = createPeerGate(1000, async () => {
      readings += 1;
      await new Promise((resolve) => ready.once("go", resolve));
      return Buffer.from(table);
    });
    const sockets = Array.from({ length: 100 }, (_, n) => aSocket(40000 + n));
    const verdicts = Promise.all(sockets.map(async (socket) => gate.isOwn(socket)));
    for (let n = 0; n < 5; n += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      ready.emit("go");
    }
    expect(await verdicts).toEqual(sockets.map(() => true));
    expect(readings).toBeLessThanOrEqual(2);
    expect(gate.isOwn(sockets[0]!)).toBe(true);
  });

  it("refuses what does not come over loopback without a look at the table", async () => {
    const gate = createPeerGate(1000, () => Promise.reject(new Error("was read")));
    expect(await gate.isOwn(aSocket(40000, "192.168.1.7"))).toBe(false);
  });

  it.runIf(process.platform === "linux")("refuses everybody when the table cannot be read", async () => {
    const gate = createPeerGate(1000, () => Promise.resolve(null));
    expect(await gate.isOwn(aSocket(40000))).toBe(false);
  });
});
