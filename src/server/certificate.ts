/** A certificate for this machine's own names, made once and kept in the data folder, its key readable by its owner only. */
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { generate } from "selfsigned";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const validDays = 825;
const renewBeforeMs = 14 * 24 * 3600 * 1000;

export const readOrMakeCertificate = async (dataFolder: string, now: number): Promise<Certificate> => {
  const keyFile = `${dataFolder}/https-key.pem`;
  const certFile = `${dataFolder}/https-cert.pem`;
  const known = read(keyFile, certFile);
  if (known !== null && new X509Certificate(known.cert).validToDate.getTime() - now > renewBeforeMs) return known;
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now - 3600 * 1000),
    notAfterDate: new Date(now + validDays * 24 * 3600 * 1000),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  writeFileSync(keyFile, made.private, { mode: 0o600 });
  writeFileSync(certFile, made.cert, { mode: 0o600 });
  return { key: made.private, cert: made.cert };
};

const read = (keyFile: string, certFile: string): Certificate | null => {
  try {
    return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
  } catch {
    return null;
  }
};
