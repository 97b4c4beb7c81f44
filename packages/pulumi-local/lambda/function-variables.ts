/**
 * Environment variables of a function, as Lambda's Node.js runtime has them, and the folders that
 * they name: its layers, and the AWS SDK of the runtime.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { linkAwsSdk, withoutAwsProfile } from "pulumi-handler-layer/lambda-runtime";
import { inputText, ofType, type UnpackedArchive } from "../program/declared";
import { PROJECT_ROOT } from "../program/project-root";
import { UserError } from "../user-error";
import { codeOf, type FunctionToRun, type Variables } from "./function-to-run";

/** Lays the function's layers over each other, as /opt is; later ones win. */
function unpackLayers({ resource, program, workFolder }: FunctionToRun): string {
  const folder = path.join(workFolder, `${resource.name}-opt`);
  const layers = ofType(program, "aws:lambda/layerVersion:LayerVersion");
  for (const arn of (resource.inputs["layers"] ?? []) as readonly string[]) {
    const layer = layers.find(({ outputs }) => outputs["arn"] === arn);
    if (layer === undefined) {
      throw new UserError(
        `The layer ${arn} is not declared by this program, so it is not here to run.`,
      );
    }
    fs.cpSync((layer.inputs["code"] as UnpackedArchive).folder, folder, { recursive: true });
  }
  return folder;
}

/** Credentials for AWS, which tools have where LOCAL_AWS_PROFILE names the developer's profile. */
function awsProfile(folder: string): Variables {
  const { LOCAL_AWS_PROFILE: profile = "" } = process.env;
  if (profile === "") return withoutAwsProfile(folder);
  const fileOf = (variable: string, name: string): string =>
    process.env[variable] ?? path.join(os.homedir(), ".aws", name);
  return {
    AWS_PROFILE: profile,
    AWS_CONFIG_FILE: fileOf("AWS_CONFIG_FILE", "config"),
    AWS_SHARED_CREDENTIALS_FILE: fileOf("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function functionVariables(run: FunctionToRun): Variables {
  const { resource, workFolder } = run;
  const { folder: task } = codeOf(resource);
  const folders = { task, opt: unpackLayers(run), runtime: path.join(workFolder, "runtime") };
  const { inputs, outputs } = resource;
  const name = String(outputs["id"]);
  const logging = (inputs["loggingConfig"] ?? {}) as Readonly<Record<string, string>>;
  const declared = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  const runtime = String(inputs["runtime"]);
  const major = /^nodejs(\d+)/.exec(runtime)?.[1] ?? "";
  const region = String(outputs["arn"]).split(":")[3] ?? "";
  return {
    PATH: process.env["PATH"] ?? "",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    NODE_PATH: [
      path.join(folders.opt, "nodejs", `node${major}`, "node_modules"),
      path.join(folders.opt, "nodejs", "node_modules"),
      linkAwsSdk(folders.runtime, PROJECT_ROOT),
    ].join(path.delimiter),
    LAMBDA_TASK_ROOT: folders.task,
    LAMBDA_RUNTIME_DIR: folders.runtime,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: String(outputs["version"]),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: inputText(resource, "memorySize", "128"),
    AWS_LAMBDA_LOG_GROUP_NAME: logging["logGroup"] ?? `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    _HANDLER: String(inputs["handler"]),
    ...awsProfile(folders.runtime),
    ...run.standIns,
    ...declared.variables,
  };
}
