import { expect } from "chai";
import { redacted } from "../telemetry/redact";
import { redactText } from "../telemetry/redact-text";

/** Stands in each value for what must not be logged. */
const SECRET = "hunter2hunter2Q";
/** Credentials that look like what is recognized, put together here so that no scanner reports them. */
const made = (...parts: readonly string[]): string => parts.join("");

const NAMES = [
  "password newPasswd userPwd API-Key accessKeyId id_token jwt pass userPass passcode passphrase",
  "pin userPIN pin_code otp totpCode cvv cvc ssn socialSecurityNumber auth authKey sessionId sid",
  "session_key signature sig connectionString connStr csrf xsrfToken client_secret dsn pem hmac",
  "x-amz-security-token privateKey refresh_token idToken access_token creditCard cardNumber iban",
  "AccountKey signingKey encryption_key credentials creds code_verifier recoveryCodes Cookie",
  "Set-Cookie Proxy-Authorization authorisation passwordConfirmation SAMLResponse dbpassword",
]
  .join(" ")
  .split(" ");

const ORDINARY_NAMES = [
  "author pinned passenger authority spin option passed compass bypass key name tokenizer",
  "secretary expiresAt tokenType token_url signatureVersion authService",
  "opinion shipping keyboard monkey sidebar design dsnapshot assignee signal code status state",
]
  .join(" ")
  .split(" ");

const TEXTS_WITH_SECRETS: readonly string[] = [
  `password=${SECRET}`,
  `password: ${SECRET}`,
  `PGPASSWORD=${SECRET} psql`,
  `"pin" : "${SECRET}"`,
  `{'secret': '${SECRET}'}`,
  `{ credentials: { user: 'u', hash: '${SECRET}' } }`,
  `body: {"password":"${SECRET}"}`,
  `sent {"a":[{"key":"password","value":"${SECRET}"}]} to it`,
  `{"key":"password","value":"${SECRET}"`,
  `{\\"password\\":\\"${SECRET}\\",\\"n\\":1}`,
  `"password":"with \\"quotes\\" ${SECRET}"`,
  `"password":"cut off ${SECRET}`,
  `Authorization: Bearer ${SECRET}`,
  `Authorization: Basic ${SECRET}`,
  `authorization: ${SECRET}`,
  `Authorization: Digest username="u", response="${SECRET}"`.replaceAll('"', ""),
  `Authorization: AWS4-HMAC-SHA256 Credential=AKIAX/x, Signature=${SECRET}`,
  `Set-Cookie: a=b; other=${SECRET}; Path=/`,
  `Cookie: a=b; other=${SECRET}`,
  `x-api-key: ${SECRET}`,
  `https://a.test/x?sig=${SECRET}&n=1`,
  `https://a.test/x?code=${SECRET}`,
  `https://a.test/x?a=1&key=${SECRET}#top`,
  `https://a.test/cb#access_token=${SECRET}`,
  `https://a.test/x?X-Amz-Signature=${SECRET}`,
  `https://me:${SECRET}@a.test/`,
  `postgres://me:p@${SECRET}@db:5432/x`,
  `redis://:${SECRET}@cache`,
  `mongodb://me:a/${SECRET}@db`,
  `Server=db;Password=${SECRET};Database=x`,
  `AccountName=a;AccountKey=${SECRET}==;EndpointSuffix=b`,
  `mysql --password ${SECRET} -u me`,
  `curl --token=${SECRET}`,
  `user[password]=${SECRET}`,
  `user%5Bpassword%5D=${SECRET}`,
  `spring.datasource.password=${SECRET}`,
  `name=password value=${SECRET}`,
  `grant_type=password&client_secret=${SECRET}`,
  `<password>${SECRET}</password>`,
  `password:\n  ${SECRET}`,
  `a: 1\npassword: |\n  b ${SECRET}\nc: 2`,
  `password    :    ${SECRET}`,
  `mysql --password    ${SECRET}`,
  `Server=a;Password=b ${SECRET};Database=d`,
  `Password=b ${SECRET};Server=a`,
  `Server=a;Password=b ${SECRET}`,
  `password[0]=${SECRET}`,
  `password[]=${SECRET}`,
  `user[0][pin]=${SECRET}`,
  `password%3D${SECRET}`,
  `user%5Bpin%5D%3D${SECRET}`,
  `PHPSESSID=${SECRET}`,
  `<Password type="x">${SECRET}</Password>`,
  `<password><![CDATA[${SECRET}]]></password>`,
  `auth: Bearer ${SECRET}`,
  `token: Bearer ${SECRET}`,
  `Bearer ${SECRET}="`,
  `https://hooks.slack.com/services/T0/B0/${SECRET}`,
  `sent as Bearer ${SECRET}`,
  `sent as Basic ${Buffer.from(`me:${SECRET}`).toString("base64")}`,
];

/** Each is a secret as a whole. */
const SHAPES: readonly string[] = [
  made("AK", "IA", "IOSFODNN7EXAMPLE"),
  made("AS", "IA", "IOSFODNN7EXAMPLE"),
  made("gh", "p_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"),
  made("gh", "o_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"),
  made("github", "_pat_", "11ABCDEFG0a1b2c3d4e5f6_a1B2c3"),
  made("xo", "xb-", "123456789012-abcdefghij"),
  made("xo", "xp-", "123456789012-abcdefghij"),
  made("sk", "-", "proj-a1B2c3D4e5F6g7H8i9J0"),
  made("sk", "_live_", "a1B2c3D4e5F6g7H8"),
  made("AI", "za", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"),
  made("glpat", "-", "a1B2c3D4e5F6g7H8i9J0"),
  made("ey", "J", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
  made("hv", "s.", "CAESIJ1a2B3c4D5e6F7g8H9i0J"),
  made("dop", "_v1_", "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6"),
  made("shp", "at_", "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6"),
  made("gl", "sa_", "a1B2c3D4e5F6g7H8i9J0_a1B2c3D4"),
  made("dckr", "_pat_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D"),
  made("-----BEGIN ", "RSA PRIVATE KEY-----\nMIIEow\nAAAA\n-----END RSA PRIVATE KEY-----"),
  made("-----BEGIN ", "PRIVATE KEY-----\nMIIEowcutoff"),
];

const ORDINARY_TEXTS: readonly string[] = [
  "10 + 5 = 15",
  "author: Ada; pinned: yes",
  "the passenger passed the compass to the author",
  "http://127.0.0.1:3000/mcp",
  "http://localhost:4873/@scope/package",
  "https://a.test/x?page=2&sort=name#top",
  "    at Object.run (/var/task/token.ts:12:5)",
  "    at auth (file:///var/task/auth.js:3:1)",
  "SyntaxError: Unexpected token } in JSON at position 5",
  "Error: connect ECONNREFUSED 127.0.0.1:5432",
  "max_tokens: 100, total_tokens=250",
  '{"a":1, "list":[1,2], "text":"b: c"}',
  '{"key":"colour","value":"red"}',
  "Bearer token required",
  "the Basic plan of the Basic information",
  'Bearer realm="mcp", error="invalid_token"',
  'Bearer error="invalid_token"',
  "Bearer of bad news",
  "token: Invalid input: expected string, received undefined",
  "password: must be longer",
  "password: Too small: expected string to have >=8 characters",
  "pass: 3, fail: 2",
  "auth: none",
  "https://a.test/x?code=US",
  "https://hooks.slack.com/",
  "SyntaxError: missing token:\n    at run (/var/task/a.ts:1:1)",
  "pins: 2, otps=12",
  "<title lang='en'>text</title>",
  "code: E42, status=200",
  "the key=value pairs of a task-with-a-long-hyphenated-name",
  "hasPassword: true, password: null",
  "2026-01-01T00:00:00.000Z INFO started in 12 ms",
  "tokenType: Bearer",
  "request 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  "C:\\Users\\ada\\pinned",
  "mailto:ada@a.test",
  "signal: SIGTERM",
  "Österreich: Größe 😀",
  "SELECT id FROM authors WHERE option = 1",
  "price=12;currency=EUR",
  "a -> b => c :: d",
  "https://a.test/@user/12:30",
  "",
];

describe("redacted", () => {
  for (const name of NAMES) {
    it(`hides what is called ${name}`, () => {
      expect(redacted({ [name]: SECRET })).to.deep.equal({ [name]: "[redacted]" });
    });
  }

  for (const name of ORDINARY_NAMES) {
    it(`shows what is called ${name}`, () => {
      expect(redacted({ [name]: "plain" })).to.deep.equal({ [name]: "plain" });
    });
  }

  for (const text of TEXTS_WITH_SECRETS) {
    it(`hides the secret of ${text}`, () => {
      const known = redacted({ text });

      expect(JSON.stringify(known)).to.include("[redacted]").and.not.include("hunter2");
    });
  }

  for (const secret of SHAPES) {
    it(`hides ${secret.slice(0, 16)}… by its shape`, () => {
      expect(redacted(`it is ${secret}`)).to.equal("it is [redacted]");
    });
  }

  for (const text of ORDINARY_TEXTS) {
    it(`leaves "${text}" as it is`, () => {
      expect(redacted({ text })).to.deep.equal({ text });
    });
  }

  it("hides base64 of a name and a password, behind Basic", () => {
    expect(redacted("Basic YTpi, Basic plan")).to.equal("Basic [redacted], Basic plan");
  });

  it("hides numbers, and shows whether there is a secret and how many", () => {
    const value = { pin: 1234, password: null, hasToken: true, tokens: 12, maxTokens: 100 };

    expect(redacted(value)).to.deep.equal({ ...value, pin: "[redacted]" });
  });

  for (const [name, value] of [
    ["key", "value"],
    ["name", "value"],
    ["field", "v"],
    ["header", "val"],
    ["k", "v"],
    ["Name", "Value"],
  ] as const) {
    it(`hides the "${value}" of a secret's "${name}"`, () => {
      expect(redacted({ [value]: "x", [name]: "password" })).to.deep.equal({
        [value]: "[redacted]",
        [name]: "password",
      });
      expect(redacted({ [value]: "x", [name]: "colour" })).to.include({ [value]: "x" });
    });
  }

  it("hides a key of a known shape behind an underscore", () => {
    expect(redacted(made("key_AK", "IA", "IOSFODNN7EXAMPLE"))).to.equal("key_[redacted]");
  });

  it("hides what follows Bearer where the parameter of a challenge would be", () => {
    expect(redacted('Bearer abc="')).to.equal('Bearer [redacted]="');
  });

  it("hides what follows Bearer and ends in a word of prose, but is none", () => {
    expect(redacted("Bearer 4711for and more")).to.equal("Bearer [redacted] and more");
  });

  it("hides the values of raw headers, and no member of an odd list", () => {
    const headers = ["Host", "a", "Authorization", "abc", "Accept", "b"];

    expect(redacted(headers)).to.deep.equal([
      "Host",
      "a",
      "Authorization",
      "[redacted]",
      "Accept",
      "b",
    ]);
    for (const odd of [
      ["a", "authorization", "b"],
      ["authorization", "a", "b"],
    ]) {
      expect(redacted(odd)).to.deep.equal(odd);
    }
  });

  it("hides no name of a raw header behind a value that is one of a secret", () => {
    const headers = ["Vary", "Authorization", "Accept", "b"];

    expect(redacted(headers)).to.deep.equal(headers);
  });

  it("hides several codes, and shows how many there are", () => {
    const codes = { pins: [1234, "5678"], otps: "123456", userCvvs: 123 };

    expect(redacted(codes)).to.deep.equal({
      pins: "[redacted]",
      otps: "[redacted]",
      userCvvs: "[redacted]",
    });
    expect(redacted({ pins: 2, spins: 1234, otps: [12] })).to.deep.equal({
      pins: 2,
      spins: 1234,
      otps: [12],
    });
    expect(redacted("otps=123456 pins: [1234, 5678]")).to.equal("otps=[redacted] pins: [redacted]");
  });

  it("shows how many tests pass, and that there is no authorization", () => {
    const value = { pass: 3, fail: 2, auth: "none" };

    expect(redacted(value)).to.deep.equal(value);
  });

  it("hides what follows the name of a secret in an entry and in a command", () => {
    expect(redacted([["Authorization", "x"]])).to.deep.equal([["Authorization", "[redacted]"]]);
    expect(redacted(["run", "--token", "x"])).to.deep.equal(["run", "--token", "[redacted]"]);
    expect(redacted(["pass", "fail"])).to.deep.equal(["pass", "fail"]);
  });

  it("hides credentials within texts, and keeps the scheme", () => {
    expect(redacted("Authorization: Bearer abc.def and more")).to.equal(
      "Authorization: Bearer [redacted] and more",
    );
  });

  it("looks into JSON within a text", () => {
    expect(redacted('{"secret":"s","n":1}')).to.equal('{"secret":"[redacted]","n":1}');
    // Which no name directly before them tells.
    expect(redacted('sent ["password","x"] to it')).to.equal(
      'sent ["password","[redacted]"] to it',
    );
    expect(redacted('{"value":{"a":"x"},"name":"password"}')).to.equal(
      '{"value":"[redacted]","name":"password"}',
    );
  });

  it("says the same of what is redacted already", () => {
    const once = TEXTS_WITH_SECRETS.map((text) => redacted(text));

    expect(once.map((text) => redacted(text))).to.deep.equal(once);
  });

  it("hides secrets that are names of fields", () => {
    expect(redacted({ [made("AK", "IA", "IOSFODNN7EXAMPLE")]: 1 })).to.deep.equal({
      "[redacted]": 1,
    });
  });

  it("ends where values are nested without end, and cuts lists and texts", () => {
    const round: Record<string, unknown> = {};
    round["again"] = round;

    expect(JSON.stringify(redacted(round)).match(/again/g)).to.have.length(6);
    expect(redacted(Array(60).fill(1))).to.have.length(51);
    expect(redacted("x".repeat(1_001))).to.equal(`${"x".repeat(1_000)}… (1001)`);
  });

  it("ends where a few values contain each other many times", () => {
    const values: unknown[] = [];
    for (let n = 0; n < 40; n += 1) values.push(values);

    expect(redacted(values)).to.be.a("string").with.length.at.most(10_020);
  });

  it("has what JSON has of a value, and text where JSON has nothing", () => {
    const value = {
      date: new Date(0),
      big: 10n,
      own: { toJSON: () => ({ password: "x" }) },
      run: () => 1,
      get broken(): string {
        throw new Error("no");
      },
    };

    expect(redacted({ ...{ date: value.date, big: value.big, own: value.own, run: value.run } }))
      .to.have.property("own")
      .that.deep.equals({ password: "[redacted]" });
    expect(JSON.stringify(redacted([value.date, value.big, value.run]))).to.equal(
      '["1970-01-01T00:00:00.000Z","10",null]',
    );
    expect(redacted([value])).to.have.nested.property("[0].broken", "[unreadable]");
  });

  it("cuts no character in half", () => {
    expect(redacted(`${"x".repeat(999)}😀`)).to.equal(`${"x".repeat(999)}… (1001)`);
  });
});

describe("redactText", () => {
  it("shows no half of a secret, wherever the text is cut", () => {
    const secrets = [
      `password=${SECRET}`,
      `"token": "${SECRET}"`,
      `https://me:${SECRET}@a.test`,
      `Bearer ${SECRET}`,
      `Cookie: x=${SECRET}`,
      `${made("AK", "IA")}HUNTER2HUNTER2HU`,
      `${made("gh", "p_")}${SECRET.repeat(3)}`,
    ];
    // With a long secret before it, the end of what is looked at moves into what is shown.
    for (const start of ["", `password=${"x".repeat(120)} `]) {
      for (const secret of secrets) {
        for (let before = 0; before <= 220; before += 1) {
          const words = "word ".repeat(before / 5) + "y".repeat(before % 5);
          const known = redactText(`${start}${words} ${secret} and more words`, 100);

          expect(known.toLowerCase(), `${before} ${secret}`).to.not.include("hunt");
        }
      }
    }
  });

  it("says how long a text was that is cut before it is looked at", () => {
    const text = `password=${"x".repeat(150)} ${"y ".repeat(1_000)}`;

    expect(redactText(text, 100)).to.match(/^password=\[redacted\] y y .*… \(2160\)$/);
  });

  const shapes: Readonly<Record<string, (length: number) => string>> = {
    "words that could be names": (length) => "a-b_".repeat(length / 4),
    "names and no values": (length) => "password=".repeat(length / 9),
    "quotes that do not end": (length) => `password="${"\\".repeat(length)}`,
    backslashes: (length) => `password${"\\".repeat(length)}`,
    "addresses and no passwords": (length) => "://a:".repeat(length / 5),
    "beginnings of keys": (length) => "SG.aaaaaaaaaaaaaaaa".repeat(length / 19),
    "beginnings of blocks": (length) => "-----BEGIN A-----".repeat(length / 17),
    brackets: (length) => `secret=${"{[".repeat(length / 2)}`,
    "many brackets": (length) => "secret=[".repeat(length / 8),
    separators: (length) => "password=;,".repeat(length / 11),
    spaces: (length) => `password${" ".repeat(length)}`,
    "names of names": (length) => "key=[".repeat(length / 5),
    "names of names, escaped": (length) => 'key=\\"a'.repeat(length / 7),
    schemes: (length) => "Bearer ".repeat(length / 7),
    "a challenge without a name": (length) => `Bearer ${"a".repeat(length)}="`,
    "credentials that do not end": (length) => `Basic ${"a".repeat(length)}="`,
    "blanks and names": (length) => "password \t\n ".repeat(length / 12),
    "a list without an end": (length) => "password=a ".repeat(length / 11),
    "values below": (length) => "password:\n  ".repeat(length / 12),
    "a value below": (length) => `password:\n  ${"a".repeat(length)} ${" ".repeat(length)}b`,
    "brackets behind names": (length) => "pin[a][b][c]".repeat(length / 12),
    "escaped brackets": (length) => "%5Ba%5D%5B".repeat(length / 10),
    "elements with attributes": (length) => "<pin a ".repeat(length / 7),
    "an attribute without an end": (length) => `<pin ${" a".repeat(length / 2)}`,
    "beginnings behind underscores": (length) => "_SG.aaaaaaaaaaaaaaaaaa_".repeat(length / 23),
    "plural codes": (length) => "pins: 12 34 ".repeat(length / 12),
    "elements that do not end": (length) => "<password>".repeat(length / 10),
    "names of elements": (length) => "<a".repeat(length / 2),
  };
  for (const [what, make] of Object.entries(shapes)) {
    it(`takes time that grows with the length alone: ${what}`, () => {
      const text = make(1_000_000);
      const cpu = process.cpuUsage();

      // All of it is looked at, which no line of the log does.
      redactText(text, text.length);

      const { user } = process.cpuUsage(cpu);
      expect(user / 1000).to.be.below(4_000);
    });
  }

  it("looks at no more of a text than it returns, twice", () => {
    const text = "password=; ".repeat(600_000);
    // Joined to one piece, which is no part of it.
    expect(text.endsWith(" ")).to.equal(true);
    const cpu = process.cpuUsage();

    for (let n = 0; n < 100; n += 1) redactText(text, 1_000);

    expect(process.cpuUsage(cpu).user / 1000).to.be.below(1_000);
  });
});
