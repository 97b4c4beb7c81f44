/** Part "authorizer": what tokens (`auth: jwt`) cost: size, cold start, warm calls, verification. */
import { createTestCertificate } from "jwt-authorizer/testing";
import type { StackSettings } from "pulumi-local";
import { sizeOf } from "../contestants";
import type { AuthorizerMeasured } from "../measurements";
import { median } from "../measuring";
import { type Archives, unpackArchives } from "./archives";
import { measureCachedAllow } from "./cached-allow";
import { measureColdStarts, type ProcessReading, runAuthorizer } from "./cold-starts";
import { writeFor } from "./node-process";
import { startTokenIssuer, type TokenIssuer } from "./token-issuer";

const WARM_ROUNDS = 3;
const VERIFICATIONS = 4_000;

export async function measureAuthorizer(
  settings: StackSettings,
  folder: string,
): Promise<AuthorizerMeasured> {
  const archives = await unpackArchives(settings, folder);
  const certificate = createTestCertificate();
  const issuers = {
    http: await startTokenIssuer(),
    https: await startTokenIssuer({
      certificate,
      trusted: writeFor(folder, "authority.pem", certificate.cert),
    }),
  };
  try {
    return await measureAll(archives, issuers, folder);
  } finally {
    await Promise.all([issuers.http.close(), issuers.https.close()]);
  }
}

async function measureAll(
  archives: Archives,
  issuers: { readonly http: TokenIssuer; readonly https: TokenIssuer },
  folder: string,
): Promise<AuthorizerMeasured> {
  const { eras, ...authorizer } = await measureColdStarts(archives, issuers, folder);
  const cached = await measureCachedAllow(archives, issuers.http.token, folder);
  const { packaged, changed } = archives.authorizer;
  const code = sizeOf(changed).bytes;
  return {
    code,
    layer: sizeOf(packaged).bytes - code,
    ...authorizer,
    ...(await measureVerification(archives, issuers.http, folder)),
    eras: {
      "2025": { ...eras["2025"], ...cached["2025"] },
      "2026": { ...eras["2026"], ...cached["2026"] },
    },
  };
}

async function measureVerification(
  { authorizer }: Archives,
  issuer: TokenIssuer,
  folder: string,
): Promise<Pick<AuthorizerMeasured, "p50" | "p99" | "rss">> {
  const readings: ProcessReading[] = [];
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    readings.push(await runAuthorizer(authorizer, issuer, { folder, calls: VERIFICATIONS }));
  }
  const of = (key: "p50" | "p99" | "rss"): number => median(readings.map((one) => one[key] ?? NaN));
  return { p50: of("p50"), p99: of("p99"), rss: of("rss") };
}
