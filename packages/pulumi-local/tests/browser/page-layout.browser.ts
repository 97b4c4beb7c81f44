/** What is where: tools first, their form in sight; the icon; nothing that is only for IAM. */
import { expect } from "chai";
import { onPage } from "./opened-page";

describe("the page's layout", () => {
  const on = onPage({ viewport: { width: 1280, height: 800 } });

  it("has the tools first, then the log, then the dashboard, and links in that order", async () => {
    const ids = await on.page
      .locator("main section:visible:not(section section)")
      .evaluateAll((all) =>
        (all as unknown as readonly { readonly id: string }[]).map(({ id }) => id),
      );
    expect(ids.filter((id) => ["tools", "log", "dashboard"].includes(id))).to.deep.equal([
      "tools",
      "log",
      "dashboard",
    ]);
    const links = on.page.getByRole("navigation").getByRole("link");
    expect(await links.allTextContents()).to.deep.equal(["Tools", "Log", "Dashboard"]);
  });

  it("shows the first tool's form without scrolling at 1280 x 800", async () => {
    const box = await on.page.getByRole("button", { name: "Call add" }).boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).to.be.lessThan(800);
  });

  it("has an icon, which is no request to the API", async () => {
    for (const path of ["/favicon.ico", "/~/icon.svg"]) {
      const response = await fetch(on.stage.fake.url + path);
      expect([response.status, response.headers.get("content-type")]).to.deep.equal([
        200,
        "image/svg+xml",
      ]);
    }
    expect(on.stage.complaints).to.deep.equal([]);
  });

  it("says nothing of signatures where callers need none", async () => {
    expect(await on.page.locator("body").innerText()).to.not.match(/signature|IAM/i);
  });
});
