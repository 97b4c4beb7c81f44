import { expect } from "chai";
import { runTask } from "mcp-lambda/testing";
import dns from "node:dns";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { crawlSite } from "./crawl-site";
import { readHtml } from "./html-page";
import { isPublicAddress, lookupOf } from "./public-web";
import { readRobots } from "./robots";

/** What a site answers, by path: HTML, or a redirect, or what is written here. */
type Site = Readonly<Record<string, string | { to: string } | http.RequestListener>>;

const SITE: Site = {
  "/robots.txt": "User-agent: *\nDisallow: /private",
  "/": `<title>Caf&eacute; &amp; Bar</title>
    <a href="/menu#today">Menu</a> <a href='menu'>again</a> <a href=/gone>Gone</a>
    <a href="/private/x">Private</a> <a href="https://elsewhere.example/">Elsewhere</a>
    <a href="/old">Old</a> <a rel="nofollow" href="/admin">Admin</a>
    <!-- <a href="/comment">x</a> --><script>"<a href='/script'>x</a>"</script>`,
  "/menu": '<title>Menu</title><a href="/">Home</a><a href="mailto:a@b.example">Mail</a>',
  "/old": { to: "/menu" },
};

const LOOPBACK = "127.0.0.1";
const onlyLoopback = (address: string): boolean => address === LOOPBACK;

describe("the tool crawl-site", () => {
  let server: http.Server | undefined;
  let asked: string[] = [];

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(site: Site): Promise<string> {
    asked = [];
    server = http.createServer((request, response) => {
      asked.push(request.url ?? "");
      const page = site[request.url ?? ""];
      if (typeof page === "function") page(request, response);
      else if (page === undefined) response.writeHead(404).end();
      else if (typeof page === "object") response.writeHead(301, { location: page.to }).end();
      else response.setHeader("content-type", "text/html; charset=utf-8").end(page);
    });
    await new Promise<void>((resolve) => server?.listen(0, LOOPBACK, resolve));
    return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  }

  it("reads what is linked on the same origin, once, and says where a broken link stands", async () => {
    const origin = await serve(SITE);

    const { status, result, said } = await runTask(crawlSite(onlyLoopback), { url: origin });

    const foundOn = `${origin}/`;
    expect(status).to.equal("completed");
    expect(result?.structuredContent).to.deep.equal({
      pages: [
        { url: foundOn, status: 200, title: "Caf&eacute; & Bar" },
        { url: `${origin}/menu`, foundOn, status: 200, title: "Menu" },
        { url: `${origin}/gone`, foundOn, status: 404 },
        { url: `${origin}/old`, foundOn, status: 301, redirectsTo: `${origin}/menu` },
      ],
      broken: [`${origin}/gone`],
      complete: true,
      forbidden: 1,
    });
    expect(asked).to.deep.equal(["/robots.txt", "/", "/menu", "/gone", "/old"]);
    expect(said.at(-1)).to.equal("4 pages read, 0 known to be left");
  });

  it("ends at the limit, and says that there is more", async () => {
    const url = await serve(SITE);

    const { result } = await runTask(crawlSite(onlyLoopback), { url, maxPages: 2 });

    expect(result?.structuredContent).to.include({ complete: false });
    expect(asked).to.have.length(3);
  });

  it("stops when the task is cancelled", async () => {
    const url = await serve(SITE);

    const cancelAt = "1 pages read, 3 known to be left";
    const { status } = await runTask(crawlSite(onlyLoopback), { url }, { cancelAt });

    expect(status).to.equal("cancelled");
    expect(asked).to.not.include("/old");
  });

  const refused: readonly (readonly [what: string, url: string, reason: RegExp])[] = [
    ["loopback", "http://127.0.0.1:1/", /127\.0\.0\.1 is not a public address/],
    ["an address written as a number", "http://2130706433/", /127\.0\.0\.1 is not/],
    ["a metadata address", "http://169.254.169.254/latest/", /169\.254\.169\.254 is not/],
    ["an IPv6 address", "http://[::1]/", /::1 is not/],
    ["IPv4 in IPv6", "http://[::ffff:10.0.0.1]/", /::ffff:a00:1 is not/],
    ["a name of a private address", "http://localhost:1/", /localhost \(.+\) is not a public/],
    ["a user name", "http://a:b@example.com/", /has a user name/],
  ];
  for (const [what, url, reason] of refused) {
    it(`refuses ${what}`, async () => {
      const { result } = await runTask(crawlSite(), { url });

      expect(result?.isError).to.equal(true);
      expect(JSON.stringify(result?.content)).to.match(reason);
    });
  }

  it("follows no redirect to another origin, and says where it leads", async () => {
    const url = await serve({ "/": { to: "http://169.254.169.254/latest/meta-data" } });

    const { result } = await runTask(crawlSite(onlyLoopback), { url });

    expect(result).to.deep.include({ isError: true });
    expect(JSON.stringify(result?.content)).to.include("redirects to http://169.254.169.254/");
  });

  it("reads no more than a megabyte of a page, and not what is not text", async () => {
    const link = '<a href="/late">x</a>';
    const url = await serve({
      "/": (_, response) => {
        response.setHeader("content-type", "text/html");
        response.write('<title>Long</title><a href="/image">x</a>');
        response.end(`${" ".repeat(1_000_000)}${link}`);
      },
      "/image": (_, response) => {
        response.setHeader("content-type", "image/png").end(link);
      },
    });

    await runTask(crawlSite(onlyLoopback), { url });

    expect(asked).to.deep.equal(["/robots.txt", "/", "/image"]);
  });

  it("reports a page that breaks off, and goes on with the next", async () => {
    const url = await serve({
      "/": '<a href="/broken">x</a><a href="/fine">x</a>',
      "/broken": (request) => request.socket.destroy(),
      "/fine": "<title>Fine</title>",
    });

    const { result } = await runTask(crawlSite(onlyLoopback), { url });

    const { pages, broken } = result?.structuredContent as { pages: object[]; broken: string[] };
    expect(pages[1]).to.include({ status: 0, problem: "ECONNRESET" });
    expect(pages[2]).to.include({ title: "Fine" });
    expect(broken).to.deep.equal([`${url}/broken`]);
  });

  it("keeps out where robots.txt says so", async () => {
    const url = await serve({ ...SITE, "/robots.txt": "User-agent: *\nDisallow: /" });

    const { result } = await runTask(crawlSite(onlyLoopback), { url });

    expect(JSON.stringify(result?.content)).to.include("keeps crawlers out");
    expect(asked).to.deep.equal(["/robots.txt"]);
  });

  it("takes web addresses alone", () => {
    const { inputSchema } = crawlSite();
    for (const url of ["file:///etc/passwd", "ftp://example.com", "example.com", "javascript:1"]) {
      expect(inputSchema.safeParse({ url }).success, url).to.equal(false);
    }
  });
});

describe("addresses of crawl-site", () => {
  it("are public, or refused", () => {
    const isPublic = ["1.1.1.1", "172.15.255.255", "172.32.0.1", "100.128.0.1", "2606:4700::1111"];
    const isNot = [
      ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.255.0.1", "169.254.170.2", "172.31.255.255"],
      ...["192.168.1.1", "198.19.0.1", "224.0.0.1", "255.255.255.255", "fe80::1%eth0", "::", "::1"],
      ...[
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "2002:a00:1::",
      ],
      ...["2001:db8::1", "2001::1", "", "example.com"],
    ];

    expect(isPublic.filter((address) => !isPublicAddress(address))).to.deep.equal([]);
    expect(isNot.filter(isPublicAddress)).to.deep.equal([]);
  });

  describe("of a name", () => {
    const { lookup } = dns;
    afterEach(() => {
      dns.lookup = lookup;
    });

    /** What a connection to the name gets, when these are its addresses. */
    async function connectedTo(addresses: readonly string[]): Promise<unknown> {
      const found = addresses.map((address) => ({ address, family: 4 }));
      const resolved = (...[, , callback]: readonly unknown[]): void => {
        (callback as (error: null, found: readonly object[]) => void)(null, found);
      };
      dns.lookup = resolved as unknown as typeof lookup;
      return new Promise((resolve) => {
        lookupOf(isPublicAddress)("example.com", { all: true }, (error, all) => {
          resolve(error ?? all);
        });
      });
    }

    it("are those that were checked", async () => {
      expect(await connectedTo(["1.1.1.1", "8.8.8.8"])).to.deep.equal([
        { address: "1.1.1.1", family: 4 },
        { address: "8.8.8.8", family: 4 },
      ]);
    });

    it("are refused where one of them is private, whichever would be taken", async () => {
      expect(String(await connectedTo(["1.1.1.1", "10.0.0.1"]))).to.include(
        "example.com (10.0.0.1) is not a public address",
      );
    });
  });
});

describe("the HTML of crawl-site", () => {
  it("is read in time that grows with its length, whatever is in it", () => {
    const begun = performance.now();
    for (const part of [
      "<",
      "<a ",
      "<!--",
      "<a href=",
      '<a href="',
      "<script>",
      " rel=",
      "<a rel= ",
    ]) {
      readHtml(part.repeat(1_000_000 / part.length));
    }
    readHtml(`<a${" rel=".repeat(200)}>`.repeat(1_000));

    expect(performance.now() - begun).to.be.lessThan(3_000);
  });

  it("has links in capitals, and with entities", () => {
    const { links, title } = readHtml(
      '<TITLE> A\n b </TITLE><SCRIPT>x</SCRIPT><A HREF="?a=1&amp;b=&#50;&#x33;">x</A>',
    );

    expect({ links, title }).to.deep.equal({ links: ["?a=1&b=23"], title: "A b" });
  });
});

describe("the robots.txt of crawl-site", () => {
  it("says what may be read: the longest rule of all crawlers counts", () => {
    const mayRead = readRobots(
      "User-agent: bad\nDisallow: /\n\nUser-agent: good\nUser-agent: *\n" +
        "Disallow: /a # x\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow:\n",
    );

    const paths = ["/", "/a", "/a/c", "/a/b/c", "/x.pdf", "/x.pdf?y", "/b/a"];
    expect(paths.filter(mayRead)).to.deep.equal(["/", "/a/b/c", "/x.pdf?y", "/b/a"]);
  });
});
