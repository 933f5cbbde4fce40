/** A certificate for the names of this server, made once and kept in the data folder, its key readable by its owner only. */
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { generate } from "selfsigned";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const validDays = 825;
const renewBeforeMs = 14 * 24 * 3600 * 1000;

export interface CertificateOptions {
  readonly dataFolder: string;
  /** Names and addresses that it must hold for. */
  readonly names: readonly string[];
  readonly now: number;
}

export const readOrMakeCertificate = async ({ dataFolder, names, now }: CertificateOptions): Promise<Certificate> => {
  const keyFile = `${dataFolder}/https-key.pem`;
  const certFile = `${dataFolder}/https-cert.pem`;
  const known = read(keyFile, certFile);
  if (known !== null && isGoodFor(new X509Certificate(known.cert), names, now)) return known;
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
        altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
      },
    ],
  });
  writeFileSync(keyFile, made.private, { mode: 0o600 });
  writeFileSync(certFile, made.cert, { mode: 0o600 });
  return { key: made.private, cert: made.cert };
};

const isGoodFor = (certificate: X509Certificate, names: readonly string[], now: number): boolean =>
  certificate.validToDate.getTime() - now > renewBeforeMs &&
  names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined);

const read = (keyFile: string, certFile: string): Certificate | null => {
  try {
    return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
  } catch {
    return null;
  }
};
