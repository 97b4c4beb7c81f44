/** The official clients sign in to a server that takes tokens, in each way that they can be known. */
import { expect } from "chai";
import { execFile } from "node:child_process";
import { createSign, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { type ClientDocument, serveClientDocument } from "../support/client-document";
import { areClientsInstalled, clientsFolder } from "../support/clients";
import { type SignedInServer, startSignedInServer } from "../support/signed-in-server";

const execute = promisify(execFile);

interface Wanted {
  readonly version: string;
  readonly registration: string;
  readonly account?: string;
  readonly boxes?: readonly (readonly string[])[];
  readonly calls: readonly string[];
  readonly expiredToken?: string;
  /** Default: of the server at its root. */
  readonly url?: string;
}

interface Seen {
  readonly asked: readonly { readonly scope: string | null; readonly resource: string | null }[];
  readonly grants: readonly string[];
  readonly results: Readonly<Record<string, unknown>>;
  readonly complaints: readonly string[];
  readonly clientId: string;
}

const VERSIONS: readonly (readonly [name: string, version: string])[] = [
  ["version 1", "1"],
  ["version 2, 2025 handshake", "2025"],
  ["version 2, automatic negotiation", "auto"],
];
const SCOPES = ["notes:read", "notes:write"];

describe("official clients that sign in", function () {
  let folder: string;
  let running: SignedInServer | undefined;
  let staged: SignedInServer | undefined;

  before(async function () {
    if (!areClientsInstalled()) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sign-in-"));
    const config = {
      "mcp-server:jwtClaims": "email",
      "mcp-server:authCacheSeconds": "0",
    };
    running = await startSignedInServer(config, { file: path.join(folder, "issuer.json") });
  });

  after(async () => {
    await running?.close();
    await staged?.close();
    if (running !== undefined) fs.rmSync(folder, { recursive: true });
  });

  const at = (): SignedInServer => {
    if (running === undefined) throw new Error("not started");
    return running;
  };
  const signIn = async (wanted: Wanted): Promise<Seen> => {
    const given = { account: "alice", url: at().endpoint, ...wanted };
    const command = [path.join(clientsFolder, "sign-in.mjs"), JSON.stringify(given)];
    const { stdout } = await execute(process.execPath, command);
    return JSON.parse(stdout) as Seen;
  };

  for (const [name, version] of VERSIONS) {
    for (const registration of ["dcr", "local-client"]) {
      it(`${name}: signs in with ${registration}, and is who it signed in as`, async () => {
        const seen = await signIn({ version, registration, calls: ["who-am-i", "write-note"] });

        expect(seen.complaints).to.deep.equal([]);
        expect(seen.asked).to.have.length(1);
        expect(seen.asked[0]?.resource).to.equal(at().endpoint);
        expect(seen.asked[0]?.scope?.split(" ")).to.include.members(SCOPES);
        expect(seen.results["who-am-i"]).to.deep.include({
          kind: "jwt",
          subject: "alice",
          claims: { email: "alice@example.com" },
        });
        expect(seen.results["write-note"]).to.equal("written");
        expect(seen.grants).to.deep.equal(["authorization_code"]);
      });
    }

    it(`${name}: refreshes when its token has expired, without a person`, async () => {
      const seen = await signIn({
        version,
        registration: "dcr",
        calls: ["read-notes", "who-am-i"],
        expiredToken: expiredToken(at(), path.join(folder, "issuer.json")),
      });

      expect(seen.complaints).to.deep.equal([]);
      expect(seen.asked).to.have.length(1);
      expect(seen.grants).to.deep.equal(["authorization_code", "refresh_token"]);
      expect(seen.results["who-am-i"]).to.deep.include({ subject: "alice" });
    });

    it(`${name}: tells that a person has refused`, async () => {
      const seen = await signIn({ version, registration: "dcr", account: "", calls: [] });

      expect(seen.complaints).to.deep.equal(["Error: access_denied"]);
    });
  }

  it("version 2 in the 2026 era: steps up when a tool needs a scope that was not granted", async () => {
    const seen = await signIn({
      version: "auto",
      registration: "dcr",
      boxes: [["notes:read"], SCOPES],
      calls: ["read-notes", "write-note", "who-am-i"],
    });

    expect(seen.complaints).to.deep.equal([]);
    expect(seen.asked).to.have.length(2);
    expect(seen.results).to.deep.include({ "read-notes": "notes", "write-note": "written" });
    const { scopes } = seen.results["who-am-i"] as { scopes: readonly string[] };
    expect(scopes).to.have.members(SCOPES);
  });

  for (const [name, version] of VERSIONS.slice(0, 2)) {
    it(`${name}: gets the words of a tool whose scope was not granted`, async () => {
      const seen = await signIn({
        version,
        registration: "dcr",
        boxes: [["notes:read"]],
        calls: ["read-notes", "write-note"],
      });

      expect(seen.complaints).to.deep.equal([]);
      expect(seen.asked).to.have.length(1);
      expect(JSON.stringify(seen.results["write-note"])).to.include("notes:write");
      expect(seen.results["write-note"]).to.have.property("isError");
    });
  }

  describe("known by a metadata document", () => {
    let documents: ClientDocument | undefined;

    before(async function () {
      documents = await serveClientDocument(folder);
      if (documents === undefined) this.skip();
    });
    after(() => documents?.close());

    for (const [name, version] of VERSIONS) {
      it(`${name}: signs in`, async () => {
        const registration = documents?.url ?? "";

        const seen = await signIn({ version, registration, calls: ["who-am-i"] });

        expect(seen.complaints).to.deep.equal([]);
        expect(seen.clientId).to.equal(registration);
        expect(seen.results["who-am-i"]).to.deep.include({ subject: "alice" });
      });
    }
  });

  describe("to a server under a stage", () => {
    before(async () => {
      const publicUrl = "https://x.execute-api.eu-west-1.amazonaws.com/dev/mcp";
      staged = await startSignedInServer({ "mcp-server:publicUrl": publicUrl });
    });

    for (const [name, version] of VERSIONS) {
      it(`${name}: finds where to sign in by the challenge`, async () => {
        const url = staged?.endpoint ?? "";

        const seen = await signIn({ version, registration: "dcr", calls: ["who-am-i"], url });

        expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/dev\/mcp$/);
        expect(seen.complaints).to.deep.equal([]);
        expect(seen.asked[0]?.resource).to.equal(url);
        expect(seen.results["who-am-i"]).to.deep.include({ subject: "alice" });
      });
    }
  });

  // In a suite of its own, which runs after the others.
  describe("when all have signed in", () => {
    it("leaves no token in any log", () => {
      for (const log of [at().log(), staged?.log() ?? ""]) {
        expect(log).to.include('"callerKind":"jwt"');
        expect(log).to.not.match(/eyJ[\w-]+\.[\w-]+/);
      }
    });
  });
});

/** Of the issuer, for the server, and an hour too old. */
function expiredToken({ issuer, endpoint }: SignedInServer, file: string): string {
  const { key } = JSON.parse(fs.readFileSync(file, "utf8")) as { key: { kid?: string } };
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ iss: issuer.url, aud: endpoint, sub: "alice", client_id: "x", jti: randomUUID() },
    ...{ scope: SCOPES.join(" "), iat: now - 7200, exp: now - 3600 },
  };
  const encode = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ alg: "RS256", typ: "at+jwt", kid: key.kid })}.${encode(claims)}`;
  const signature = createSign("sha256")
    .update(text)
    .sign({ key, format: "jwk" } as never);
  return `${text}.${signature.toString("base64url")}`;
}
