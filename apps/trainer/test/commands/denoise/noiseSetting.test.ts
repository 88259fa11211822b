import { expect, test } from "vitest";
import { noiseSetting } from "../../../src/commands/denoise/noiseSetting.ts";
import { UsageError } from "../../../src/terminal/usageError.ts";

test("--noise is auto, a standard deviation, or a camera", () => {
  expect(noiseSetting("auto")).toEqual({ kind: "auto" });
  expect(noiseSetting("12.5")).toEqual({ kind: "white", sigma: 12.5 });
  expect(noiseSetting("gain=2,offset=100,read=3")).toEqual({
    kind: "photon",
    photon: { gain: 2, offset: 100, read: 3 },
  });
  expect(noiseSetting("read=3, gain=0.5")).toEqual({
    kind: "photon",
    photon: { gain: 0.5, offset: 0, read: 3 },
  });
});

test.each([
  ["0", /a number above 0, got "0"/],
  ["-3", /a number above 0, got "-3"/],
  ["strong", /a number above 0, got "strong"/],
  ["", /a number above 0, got ""/],
  ["gain=", /gain above 0 .* got "gain="/],
  ["gain=2,ofset=3", /got "gain=2,ofset=3"/],
  ["gain=2,gain=3", /got "gain=2,gain=3"/],
  ["offset=3", /a gain above 0 .* got "offset=3"/],
  ["gain=2,read=-1", /a read of at least 0, got "gain=2,read=-1"/],
])("--noise %j is refused with what may be given", (text, message) => {
  expect(() => noiseSetting(text)).toThrow(UsageError);
  expect(() => noiseSetting(text)).toThrow(message);
  expect(() => noiseSetting(text)).toThrow(/auto, a number such as 12, or gain=G/);
});
