import { describe, expect, it } from "vitest";
import { type Denoiser, guidedDenoiser } from "../src/index.ts";

const scaled =
  (scale: number): Denoiser =>
  async (xt, t) =>
    xt.map((x) => x * scale * t);
const ones = Float32Array.of(1, 1);

describe("guidedDenoiser", () => {
  it.each([
    [0, 10],
    [1, 30],
    [3, 70],
    [-1, -10],
  ])("of scale %d is unconditional + scale * (conditional - unconditional)", async (scale, expected) => {
    // 10 + scale * (30 - 10)
    const output = await guidedDenoiser(scaled(3), scaled(1), scale)(ones, 10);
    expect([...output]).toEqual([expected, expected]);
  });

  it("of scale 1 does not call the unconditional denoiser", async () => {
    const never = () => {
      throw new Error("called");
    };
    const output = await guidedDenoiser(scaled(3), never, 1)(ones, 10);
    expect(output[0]).toBe(30);
    await expect(guidedDenoiser(scaled(3), never, 1.5)(ones, 10)).rejects.toThrow("called");
  });

  it("rejects outputs of another length", async () => {
    const short: Denoiser = async (xt) => xt.subarray(1);
    await expect(guidedDenoiser(scaled(3), short, 2)(ones, 1)).rejects.toThrow(
      new RangeError("guidedDenoiser: unconditional's output must have the length of the images, 2, got 1."),
    );
    await expect(guidedDenoiser(short, scaled(3), 2)(ones, 1)).rejects.toThrow(RangeError);
  });

  it("rejects a scale that is not finite", () => {
    expect(() => guidedDenoiser(scaled(1), scaled(1), Number.NaN)).toThrow(
      "guidedDenoiser: guidanceScale must be finite, got NaN.",
    );
  });
});
