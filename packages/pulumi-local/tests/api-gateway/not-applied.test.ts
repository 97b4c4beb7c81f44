import { expect } from "chai";
import { notApplied } from "../../api-gateway/not-applied";
import { declaredApi, resource } from "../support/declared-api";

describe("notApplied", () => {
  it("says nothing of an API without a policy and a web ACL", () => {
    expect(notApplied(declaredApi({}))).to.deep.equal([]);
  });

  const policies: readonly (readonly [where: string, ReturnType<typeof declaredApi>])[] = [
    [
      "beside it",
      declaredApi({}, [resource("aws:apigateway/restApiPolicy:RestApiPolicy", { policy: "{}" })]),
    ],
    ["in its document", declaredApi({ "x-amazon-apigateway-policy": {} })],
    [
      "of its own",
      {
        resources: [resource("aws:apigateway/restApi:RestApi", { body: "{}", policy: "{}" })],
        outputs: {},
      },
    ],
  ];
  for (const [where, program] of policies) {
    it(`names a resource policy ${where}`, () => {
      expect(notApplied(program).join()).to.match(/^The API's resource policy .* not applied here/);
    });
  }

  it("names a web ACL", () => {
    const association = resource("aws:wafv2/webAclAssociation:WebAclAssociation", {});

    expect(notApplied(declaredApi({}, [association])).join()).to.match(/^The web ACL is not/);
  });
});
