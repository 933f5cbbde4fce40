/** A certificate for the names of this server, made once and kept in the data folder, its key readable by its owner only. */
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { generate } from "selfsigned";
import { readOwnFile, writeOwnFile } from "../kit/own-file.ts";

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
  writeOwnFile(keyFile, made.private);
  writeOwnFile(certFile, made.cert);
  return { key: made.private, cert: made.cert };
};

const isGoodFor = (certificate: X509Certificate, names: readonly string[], now: number): boolean =>
  certificate.validToDate.getTime() - now > renewBeforeMs &&
  names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined);

const read = (keyFile: string, certFile: string): Certificate | null => {
  const [key, cert] = [readOwnFile(keyFile), readOwnFile(certFile)];
  return key === null || cert === null ? null : { key, cert };
};
