import { expect } from "chai";
import { TokenBucket } from "../api-gateway/token-bucket";

describe("TokenBucket", () => {
  let now = 0;
  const take = (bucket: TokenBucket, times: number): number =>
    Array.from({ length: times }, () => bucket.take()).filter((taken) => taken).length;

  beforeEach(() => (now = 0));

  it("lets the burst pass at once and refuses the rest", () => {
    expect(take(new TokenBucket(20, 40, () => now), 200)).to.equal(40);
  });

  it("lets the rate pass each second after that", () => {
    const bucket = new TokenBucket(20, 40, () => now);
    take(bucket, 40);
    now += 500;
    expect(take(bucket, 200)).to.equal(10);
    now += 1_000;
    expect(take(bucket, 200)).to.equal(20);
  });

  it("never holds more than the burst", () => {
    const bucket = new TokenBucket(20, 40, () => now);
    now += 3_600_000;
    expect(take(bucket, 200)).to.equal(40);
  });
});
