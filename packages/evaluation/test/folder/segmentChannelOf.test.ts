import { describe, expect, it } from "vitest";
import { segmentChannelOf } from "../../src/folder/segmentChannelOf.ts";

describe("segmentChannelOf", () => {
  it.each<[string, number | string | undefined, readonly string[] | undefined, number, number | undefined]>([
    ["the nuclear stain of three stains, which are not colors", undefined, ["GFP", "DAPI", "actin"], 3, 1],
    ["the first of others", undefined, ["GFP", "actin", "RNA"], 3, 0],
    ["nothing of color images", undefined, undefined, 3, undefined],
    ["nothing of color images whose channels have names", undefined, ["Red", "Green", "Blue"], 3, undefined],
    ["nothing of one channel", undefined, ["DAPI"], 1, undefined],
    ["a name", "actin", ["GFP", "DAPI", "actin"], 3, 2],
    ["an index", "1", undefined, 4, 1],
  ])("returns %s", (_, channel, channelNames, channels, index) => {
    expect(segmentChannelOf(channel, { channels, ...(channelNames && { channelNames }) })).toBe(index);
  });
  it("refuses a channel that does not exist, and names the others", () => {
    expect(() => segmentChannelOf("RFP", { channels: 2, channelNames: ["DAPI", "GFP"] })).toThrow(
      expect.objectContaining({ code: "ERR_UNKNOWN_CHANNEL" }),
    );
  });
});
