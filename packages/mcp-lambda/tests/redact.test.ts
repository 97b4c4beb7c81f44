import { expect } from "chai";
import { redacted } from "../telemetry/redact";

describe("redacted", () => {
  for (const key of [
    "password",
    "newPasswd",
    "userPwd",
    "API-Key",
    "accessKeyId",
    "id_token",
    "jwt",
  ]) {
    it(`hides what is called ${key}`, () => {
      expect(redacted({ [key]: "hidden" })).to.deep.equal({ [key]: "[redacted]" });
    });
  }

  it("leaves other values as they are", () => {
    const value = { key: "k", passenger: "p", list: [1, null, true], text: "a: b" };

    expect(redacted(value)).to.deep.equal(value);
  });

  it("hides credentials within texts", () => {
    expect(redacted("Authorization: Bearer abc.def and more")).to.equal(
      "Authorization: Bearer [redacted] and more",
    );
  });

  it("looks into JSON within a text", () => {
    expect(redacted('{"secret":"s","n":1}')).to.equal('{"secret":"[redacted]","n":1}');
  });

  it("ends where values are nested without end, and cuts lists and texts", () => {
    const round: Record<string, unknown> = {};
    round["again"] = round;

    expect(JSON.stringify(redacted(round)).match(/again/g)).to.have.length(6);
    expect(redacted(Array(60).fill(1))).to.have.length(51);
    expect(redacted("x".repeat(1_001))).to.equal(`${"x".repeat(1_000)}… (1001)`);
  });
});
