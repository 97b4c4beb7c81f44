/** Handlers that import npm packages find them in the layer, without an edit anywhere else. */
import { expect } from "chai";
import { ofType, type UnpackedArchive } from "../program/declared";
import { callTool, fixtureSettings, startFixture } from "./support/fixture";

describe("handlers that import packages", () => {
  for (const bundleAwsSdk of [false, true]) {
    it(`run, with the AWS SDK ${bundleAwsSdk ? "in the layer" : "of the runtime"}`, async () => {
      const settings = fixtureSettings({ "fixture:bundleAwsSdk": String(bundleAwsSdk) });
      const server = await startFixture({ settings });
      try {
        const { endpoint, program } = server;
        expect(await callTool(endpoint, "uses-date-fns")).to.equal("2026-02-01");
        expect(await callTool(endpoint, "uses-lodash-merge")).to.equal('{"a":{"b":1,"c":2}}');
        expect(await callTool(endpoint, "uses-aws-sdk")).to.equal("2011-06-15 GetCallerIdentity");
        const [layer] = ofType(program, "aws:lambda/layerVersion:LayerVersion");
        const { files } = layer?.inputs["code"] as UnpackedArchive;
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
