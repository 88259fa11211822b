import { expect, it } from "vitest";
import { checkAddsNoise, checkDeterministic } from "../../src/sampling/samplerNoise.ts";

const problem = (code: string, pattern: RegExp): unknown =>
  expect.objectContaining({ code, option: "sampler", problem: expect.stringMatching(pattern) });

it("checkDeterministic rejects ddpm and eta above 0", () => {
  for (const choice of [{ sampler: "ddpm" }, { sampler: "ddim", eta: 0.5 }, { eta: 1 }] as const)
    expect(() => checkDeterministic("test", choice)).toThrow(
      problem("ERR_OUT_OF_RANGE", /^must add no noise/),
    );
  for (const choice of [{}, { sampler: "dpm++2m" }, { sampler: "ddim", eta: 0 }] as const)
    checkDeterministic("test", choice);
});

it("checkAddsNoise rejects samplers that add none", () => {
  for (const choice of [{}, { sampler: "dpm++2m" }, { sampler: "ddim", eta: 0 }] as const)
    expect(() => checkAddsNoise("test", 2, choice)).toThrow(
      problem("ERR_OUT_OF_RANGE", /^must add noise for 2 samples/),
    );
  for (const choice of [{ sampler: "ddpm" }, { sampler: "ddim", eta: 0.5 }] as const)
    checkAddsNoise("test", 2, choice);
});

it("both accept custom samplers", () => {
  const sampler = async (): Promise<Float32Array> => new Float32Array(0);
  checkDeterministic("test", { sampler });
  checkAddsNoise("test", 2, { sampler });
});
