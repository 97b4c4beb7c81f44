/** What stands in for Lambda's runtime: its options of Node.js, and the AWS SDK that it has. */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { loadFailure } from "../load-check";
import { callbackFactoryText } from "../callback-factory";
import { lambdaNodeOptions, linkAwsSdk } from "../lambda-runtime";
import { buildHandler, Environment } from "./support/environment";
import { closedAfter } from "../../../tests/support/closed-after";

const ROOT = process.cwd();
const MODULE = "packages/pulumi-handler-layer/tests/fixtures/aws-sdk-handler.ts";

/** Answers as the Security Token Service does. */
const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

describe("lambdaNodeOptions", () => {
  const sizes: readonly (readonly [memoryMb: number, young: number, old: number])[] = [
    [128, 6, 116],
    [512, 25, 461],
    [1769, 88, 1593],
    [10240, 512, 9216],
  ];
  for (const [memoryMb, young, old] of sizes) {
    it(`divides ${memoryMb} MB as Lambda's bootstrap does`, () => {
      expect(lambdaNodeOptions(memoryMb)).to.deep.equal([
        "--expose-gc",
        "--max-http-header-size=81920",
        `--max-semi-space-size=${young}`,
        `--max-old-space-size=${old}`,
      ]);
    });
  }

  it("wins over NODE_OPTIONS, as on Lambda", () => {
    const script = "console.log(require('node:http').maxHeaderSize, typeof gc)";
    const env = { NODE_OPTIONS: "--max-http-header-size=20000" };

    const printed = execFileSync(process.execPath, [...lambdaNodeOptions(), "-e", script], { env });

    expect(printed.toString()).to.equal("81920 function\n");
  });
});

describe("linkAwsSdk", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "lambda-runtime-"));
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  /** What a function that requires a module ends with. */
  function required(specifier: string, runtime: string): string {
    const script = `try { console.log(typeof require("${specifier}")) } catch ({ code }) { console.log(code) }`;
    const env = { NODE_PATH: runtime };
    const options = { cwd: folder, env, encoding: "utf8" } as const;
    return execFileSync(process.execPath, ["-e", script], options).trim();
  }

  it("lets a function find the SDK, and what the SDK needs only from inside of it", () => {
    const runtime = linkAwsSdk(folder, ROOT);

    expect(required("@aws-sdk/client-sts", runtime)).to.equal("object");
    for (const inside of ["@smithy/node-http-handler", "@aws/lambda-invoke-store", "tslib"]) {
      expect(required(inside, runtime), inside).to.equal("MODULE_NOT_FOUND");
    }
  });

  it("leaves out packages that moved to @smithy, which the runtime does not have", () => {
    const packages = { "util-retry": "3.374.0", "lib-storage": "3.900.0", "client-old": "3.1.0" };
    for (const [name, version] of Object.entries(packages)) {
      const file = path.join(folder, "project", "node_modules", "@aws-sdk", name, "package.json");
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify({ version }));
    }

    const runtime = linkAwsSdk(path.join(folder, "runtime"), path.join(folder, "project"));

    expect(fs.readdirSync(path.join(runtime, "@aws-sdk")).sort()).to.deep.equal([
      "client-old",
      "lib-storage",
    ]);
  });

  it("makes an empty runtime where no SDK is installed", () => {
    const runtime = linkAwsSdk(path.join(folder, "runtime"), folder);

    expect(fs.readdirSync(path.join(runtime, "@aws-sdk"))).to.deep.equal([]);
  });
});

describe("a handler that gives an AWS SDK client an HTTP handler of @smithy's", () => {
  const keep = closedAfter();
  let endpoint: string;

  before(async () => {
    const server = http.createServer((_request, response) => {
      response.setHeader("content-type", "text/xml").end(IDENTITY);
    });
    keep(server, (it) => {
      it.closeAllConnections();
      it.close();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  for (const bundleAwsSdk of [false, true]) {
    it(`works, with the SDK ${bundleAwsSdk ? "in the layer" : "of the runtime"}`, async () => {
      const built = await buildHandler({ root: ROOT, module: MODULE, bundleAwsSdk });
      const environment = new Environment(built, ROOT);

      try {
        await environment.ready();
        expect(await environment.invoke(endpoint)).to.equal("123456789012");
      } finally {
        environment.close();
      }
      const modules = [...built.layer.files.keys()].filter((name) => name.includes("/@"));
      expect(modules).to.deep.equal([
        ...(bundleAwsSdk ? ["nodejs/node_modules/@aws-sdk/client-sts/index.js"] : []),
        "nodejs/node_modules/@smithy/node-http-handler/index.js",
      ]);
    });
  }

  it("is refused by the load check when the layer does not bring it", async () => {
    const built = await buildHandler({ root: ROOT, module: MODULE });
    const files = new Map([...built.layer.files].filter(([name]) => !name.includes("/@smithy/")));
    const factoryText = callbackFactoryText(built.modules);

    const failure = await loadFailure(
      { ...built, layer: { ...built.layer, files }, factoryText, root: ROOT },
      {},
    );

    expect(failure?.words).to.include("Cannot find module '@smithy/node-http-handler'");
  });
});
