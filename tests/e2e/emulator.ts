/**
 * Asks an AWS emulator what it holds, by AWS's public HTTP APIs. Emulators read the region from
 * the credential scope and check no signature, so none is made.
 */
import { EMULATOR } from "./prerequisites";

async function ask(
  service: string,
  region: string,
  request: { path: string; method?: string; headers?: Record<string, string>; body?: string },
): Promise<string> {
  const scope = `test/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(`${EMULATOR}${request.path}`, {
    method: request.method ?? "GET",
    headers: {
      ...request.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    ...(request.body !== undefined && { body: request.body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${request.path}: ${response.status} ${text}`);
  return text;
}

function names(json: string, list: string, key: string): string[] {
  const items = (JSON.parse(json) as Record<string, Record<string, string>[] | undefined>)[list];
  return (items ?? []).map((item) => item[key] ?? "");
}

function query(service: string, region: string, action: string, version: string): Promise<string> {
  return ask(service, region, {
    path: "/",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `Action=${action}&Version=${version}`,
  });
}

function elements(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(
    ([, content]) => content ?? "",
  );
}

/** Environment variables of a function as it is deployed. */
export async function functionVariables(
  region: string,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const path = `/2015-03-31/functions/${name}/configuration`;
  const { Environment } = JSON.parse(await ask("lambda", region, { path })) as {
    readonly Environment?: { readonly Variables?: Record<string, string> };
  };
  return Environment?.Variables ?? {};
}

/** Names of everything that the program could have left behind in a region, by kind. */
export async function inventory(region: string): Promise<Record<string, string[]>> {
  const logs = await ask("logs", region, {
    path: "/",
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.DescribeLogGroups",
    },
    body: "{}",
  });
  return {
    functions: names(
      await ask("lambda", region, { path: "/2015-03-31/functions/" }),
      "Functions",
      "FunctionName",
    ),
    layers: names(
      await ask("lambda", region, { path: "/2018-10-31/layers" }),
      "Layers",
      "LayerName",
    ),
    apis: names(await ask("apigateway", region, { path: "/restapis" }), "item", "name"),
    logGroups: names(logs, "logGroups", "logGroupName"),
    roles: elements(await query("iam", region, "ListRoles", "2010-05-08"), "RoleName"),
    alarms: elements(
      await query("monitoring", region, "DescribeAlarms", "2010-08-01"),
      "AlarmName",
    ).sort(),
    parameters: names(
      await ask("ssm", region, {
        path: "/",
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AmazonSSM.DescribeParameters",
        },
        body: "{}",
      }),
      "Parameters",
      "Name",
    ),
    topics: elements(await query("sns", region, "ListTopics", "2010-03-31"), "TopicArn"),
    dashboards: elements(
      await query("monitoring", region, "ListDashboards", "2010-08-01"),
      "DashboardName",
    ),
  };
}
