/** Tools that import npm packages work without an edit anywhere else. */
import { expect } from "chai";
import * as path from "node:path";
import { LocalServer } from "../../local/local-server";
import type { UnpackedArchive } from "../../local/declared";
import { UNTHROTTLED } from "../support/local-server";
import { call, post } from "../support/mcp";
import { only, stackSettings } from "../support/program";

interface Result {
  readonly result: {
    readonly content: readonly { readonly text: string }[];
    readonly structuredContent?: unknown;
  };
}

describe("tools that import packages", () => {
  for (const bundleAwsSdk of [false, true]) {
    it(`work, with the AWS SDK ${bundleAwsSdk ? "in the layer" : "of the runtime"}`, async () => {
      const server = await LocalServer.start({
        settings: stackSettings({
          ...UNTHROTTLED,
          "mcp-server:bundleAwsSdk": String(bundleAwsSdk),
        }),
        port: 0,
        programFolder: path.join(__dirname, "..", "fixtures", "packages"),
        onWarning: () => undefined,
        onLine: () => undefined,
      });
      try {
        const ask = async (tool: string): Promise<Result["result"]> =>
          ((await post(server.endpoint, call(tool))).json as Result).result;
        expect((await ask("uses-date-fns")).content[0]?.text).to.equal("2026-02-01");
        expect((await ask("uses-lodash-merge")).structuredContent).to.deep.equal({
          a: { b: 1, c: 2 },
        });
        expect((await ask("uses-aws-sdk")).content[0]?.text).to.equal(
          "2011-06-15 GetCallerIdentity",
        );
        const layer = only(server.program, "aws:lambda/layerVersion:LayerVersion");
        const { files } = layer.inputs["code"] as UnpackedArchive;
        const modules = files.filter((file) => file.startsWith("nodejs/node_modules/"));
        expect(modules).to.include.members([
          "nodejs/node_modules/date-fns/index.js",
          "nodejs/node_modules/lodash/merge.js",
        ]);
        const isBundled = modules.some((file) => file.includes("/@aws-sdk/client-sts/"));
        expect(isBundled, modules.join()).to.equal(bundleAwsSdk);
      } finally {
        await server.close();
      }
    });
  }
});
