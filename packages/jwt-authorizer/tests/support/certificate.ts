/**
 * A certificate for 127.0.0.1 and localhost that signs itself, for servers of tests: whoever is to
 * trust it is started with NODE_EXTRA_CA_CERTS. https://datatracker.ietf.org/doc/html/rfc5280
 */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface TestCertificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

export function createTestCertificate(): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    NAME,
    sequence(time(-1), time(1)),
    NAME,
    publicKey.export({ format: "der", type: "spki" }),
    der(0xa3, sequence(extension(SUBJECT_ALTERNATIVE_NAME, HOSTS), extension(BASIC, AUTHORITY))),
  );
  const signature = sign("sha256", body, privateKey);
  const bits = der(0x03, Buffer.of(0), signature);
  const certificate = sequence(body, ECDSA_WITH_SHA256, bits);
  return {
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}

/** Tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function time(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/\D/g, "");
  return der(0x17, Buffer.from(`${text.slice(2, 14)}Z`));
}

function extension(name: Buffer, value: Buffer): Buffer {
  return sequence(name, der(0x04, value));
}

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const NAME = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("test issuer")))));
const SUBJECT_ALTERNATIVE_NAME = oid("551d11");
const HOSTS = sequence(der(0x87, Buffer.of(127, 0, 0, 1)), der(0x82, Buffer.from("localhost")));
const BASIC = oid("551d13");
const AUTHORITY = sequence(der(0x01, Buffer.of(0xff)));
