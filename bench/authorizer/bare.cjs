"use strict";
/**
 * The least that an authorizer can be: two documents of the issuer and one signature, with what Node.js
 * has. Few of a token's checks, no limits, no log: for comparison alone.
 */
const { createPublicKey, verify } = require("node:crypto");
const issuer = process.env.JWT_ISSUER;
const client = require(issuer.startsWith("https:") ? "node:https" : "node:http");
const agent = new client.Agent({ keepAlive: true });

function fetchJson(url) {
  return new Promise((resolve, reject) => {
    const sent = client.get(url, { agent }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    sent.on("error", reject);
  });
}

const keySet = fetchJson(`${issuer}/.well-known/openid-configuration`).then(({ jwks_uri: url }) =>
  fetchJson(url),
);
const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

exports.handler = async ({ headers, methodArn }) => {
  const [header, payload, signature] = headers.Authorization.slice("Bearer ".length).split(".");
  const { kid } = decode(header);
  const { sub, iss, exp } = decode(payload);
  const jwk = (await keySet).keys.find((key) => key.kid === kid);
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const signed = Buffer.from(`${header}.${payload}`);
  const isGood = verify("sha256", signed, key, Buffer.from(signature, "base64url"));
  if (!isGood || iss !== issuer || exp * 1000 < Date.now()) throw new Error("Unauthorized");
  const statement = { Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn };
  return { principalId: sub, policyDocument: { Version: "2012-10-17", Statement: [statement] } };
};
