import { describe, expect, it } from "vitest";
import { setUpServer } from "../a-running-server.ts";

const { server, send, host } = setUpServer();

const token = "a".repeat(32);
const form = "Content-Type: application/x-www-form-urlencoded";

/** Django's own masking: the mask, then the secret shifted by it. */
const mask = (secret: string): string => {
  const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const pad = "Zx9".repeat(11).slice(0, 32);
  const cipher = Array.from(
    secret,
    (letter, index) => alphabet[(alphabet.indexOf(letter) + alphabet.indexOf(pad[index]!)) % alphabet.length],
  );
  return pad + cipher.join("");
};

describe("a token is accepted", () => {
  const secret = "Abc123xyz".repeat(4).slice(0, 32);
  const post = (headers: readonly string[], body = "x=1") =>
    send({ method: "POST", target: "/api/workspaces/", headers: [host(), form, ...headers], body });
  it.each([
    ["bare in cookie and header", secret, secret],
    ["masked in the header", secret, mask(secret)],
    ["masked in the cookie", mask(secret), secret],
  ])("%s", async (_name, cookie, header) => {
    expect((await post([`Cookie: csrftoken=${cookie}`, `X-CSRFToken: ${header}`])).status).toBe(400);
  });
  it("in a form field", async () => {
    const answer = await post([`Cookie: csrftoken=${secret}`], `csrfmiddlewaretoken=${secret}&x=1`);
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toMatchObject({
      status: 400,
      body: { errors: { x: expect.anything(), project_path: expect.anything() } },
    });
  });
  it("beside the cookie of another server on the same host", async () => {
    const other = "q".repeat(64);
    expect((await post([`Cookie: csrftoken=${other}; csrftoken_${server().port}=${secret}`, `X-CSRFToken: ${secret}`])).status).toBe(400);
  });
  it("when it came from our own page", async () => {
    expect(
      (
        await post([
          `Origin: http://127.0.0.1:${server().port}`,
          "Sec-Fetch-Site: same-origin",
          `Cookie: csrftoken=${secret}`,
          `X-CSRFToken: ${secret}`,
        ])
      ).status,
    ).toBe(400);
  });
});

describe("the cookie of a page", () => {
  const cookiesOf = async (...headers: string[]): Promise<string[]> =>
    [...(await send({ target: "/", headers: [host(), ...headers] })).headers.matchAll(/^Set-Cookie: (\w+)=/gm)].flatMap(
      ([, name]) => name ?? [],
    );
  it("is one for curl, so that a jar holds one token", async () => {
    expect(await cookiesOf()).toEqual(["csrftoken"]);
    expect(await cookiesOf(`Cookie: csrftoken=${token}`)).toEqual([]);
  });
  it("is one of our own as well for a browser, which may hold another server's", async () => {
    const own = `csrftoken_${server().port}`;
    expect(await cookiesOf("Sec-Fetch-Mode: navigate")).toEqual(["csrftoken", own]);
    expect(await cookiesOf("Sec-Fetch-Mode: navigate", `Cookie: csrftoken=${token}`)).toEqual([own]);
    expect(await cookiesOf("Sec-Fetch-Mode: navigate", `Cookie: ${own}=${token}`)).toEqual([]);
  });
  it("leaves alone what is no token", async () => {
    expect(await cookiesOf("Cookie: csrftoken=short")).toEqual([`csrftoken_${server().port}`]);
  });
});
