/** A client's metadata document (CIMD), served over https with a certificate of this run. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import * as tls from "node:tls";

export interface ClientDocument {
  /** Its URL, which is the client's id. */
  readonly url: string;
  readonly close: () => void;
}

/**
 * This process trusts the certificate until `close`.
 *
 * @param folder where key and certificate are written.
 * @returns undefined where none can be made (no openssl), or trusted (Node.js before 22.19).
 */
export async function serveClientDocument(folder: string): Promise<ClientDocument | undefined> {
  const [keyFile, certFile] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout ${keyFile} -out ${certFile}`;
  let trusted: string[];
  try {
    trusted = tls.getCACertificates("default");
    execFileSync("openssl", request.split(" "), { stdio: "ignore" });
    tls.setDefaultCACertificates([...trusted, fs.readFileSync(certFile, "utf8")]);
  } catch {
    return undefined;
  }
  const options = { key: fs.readFileSync(keyFile), cert: fs.readFileSync(certFile) };
  const server = https.createServer(options, (_, reply) => {
    const document = {
      client_id: url,
      client_name: "metadata document",
      redirect_uris: ["http://127.0.0.1/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    };
    reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}/client`;
  return {
    url,
    close: () => {
      tls.setDefaultCACertificates(trusted);
      server.closeAllConnections();
      server.close();
    },
  };
}
