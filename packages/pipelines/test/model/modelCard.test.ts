import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { type ModelCard, parseModelCard } from "../../src/index.ts";

const card: ModelCard = {
  formatVersion: 2,
  height: 32,
  width: 48,
  channels: 2,
  channelNames: ["DAPI", "GFP"],
  displayColors: ["blue", "green"],
  pixelType: "uint16",
  ranges: [
    [117, 40_123.5],
    [0, 900],
  ],
  rangeScope: "image",
  classes: ["red", "white"],
  stabilisation: { gain: 2.2, offset: 100, read: 3 },
  pixelSizeMicrometres: 0.325,
  training: { steps: 10_000, versions: { cellgen: "1.0.0" }, notes: [null, true] },
};

it("a card comes back from JSON, without fields that are not its own", () => {
  expect(parseModelCard(JSON.parse(JSON.stringify({ ...card, colour: "green" })))).toEqual(card);
  const {
    pixelSizeMicrometres: _,
    stabilisation: __,
    channelNames: ___,
    displayColors: ____,
    ...shorter
  } = card;
  expect(parseModelCard(shorter)).toEqual(shorter);
});

it.each<[Record<string, unknown>, string]>([
  [
    { formatVersion: 3 },
    "formatVersion must be 1 or 2, the formats that this version of cellgen reads, got 3.",
  ],
  [{ height: 0 }, "height must be an integer of at least 1, got 0."],
  [{ channels: "1" }, 'channels must be an integer of at least 1, got "1".'],
  [{ channels: 9 }, "channels must be at most 8, got 9."],
  [
    {
      ranges: [
        [255, 0],
        [0, 1],
      ],
    },
    "ranges.0 must be [min, max] with min < max, got [255,0].",
  ],
  [{ ranges: [[0], [0, 1]] }, "ranges.0 must be [min, max], got [0]."],
  [{ ranges: [[0, 255]] }, "ranges must have one entry for each of 2 channels, got [[0,255]]."],
  [{ channelNames: ["DAPI"] }, 'channelNames must have one entry for each of 2 channels, got ["DAPI"].'],
  [{ rangeScope: "folder" }, 'rangeScope must be set, group or image, got "folder".'],
  [{ stabilisation: "gain=2" }, 'stabilisation must be an object, got "gain=2".'],
  [{ stabilisation: { gain: 0, offset: 0, read: 0 } }, "stabilisation.gain must be above 0, got 0."],
  [{ stabilisation: { gain: 1, read: 0 } }, "stabilisation.offset must be a number, got nothing."],
  [{ stabilisation: { gain: 1, offset: 0, read: -1 } }, "stabilisation.read must be at least 0, got -1."],
  [
    { pixelType: "uint12" },
    'pixelType must be one of uint8, uint16, uint32, int8, int16, int32, float32, float64, got "uint12".',
  ],
  [{ formatVersion: 1, bitDepth: 12, valueRange: [0, 1] }, "bitDepth must be 8 or 16, got 12."],
  [{ formatVersion: 1, bitDepth: 8 }, "valueRange must be [min, max], got nothing."],
  [{ classes: "red" }, 'classes must be a list of the classes\' names, got "red".'],
  [{ classes: ["red", 2] }, "classes.1 must be a class's name, got 2."],
  [{ classes: ["red", "red"] }, 'classes must be different names, got ["red","red"].'],
  [{ pixelSizeMicrometres: 0 }, "pixelSizeMicrometres must be above 0, got 0."],
  [{ training: undefined }, "training must be an object, got nothing."],
  [{ training: { loss: Number.NaN } }, 'training must hold only JSON values, got {"loss":null}.'],
])("a card with %j is refused", (fields, message) => {
  expect(() => parseModelCard({ ...card, ...fields })).toThrow(new RangeError(`parseModelCard: ${message}`));
});

it("a committed card of format 1 opens as one of format 2", async () => {
  const file = new URL("../fixtures/cellgen-format-1.json", import.meta.url);
  expect(parseModelCard(JSON.parse(await readFile(file, "utf8")))).toEqual({
    formatVersion: 2,
    height: 32,
    width: 48,
    channels: 3,
    pixelType: "uint16",
    ranges: [
      [117, 40_123],
      [117, 40_123],
      [117, 40_123],
    ],
    rangeScope: "set",
    stabilisation: { gain: 2.2, offset: 100, read: 3 },
    classes: ["red", "white"],
    pixelSizeMicrometres: 0.325,
    training: { steps: 10_000 },
  });
});

it("what is no object is no card", () => {
  expect(() => parseModelCard(null)).toThrow(
    new RangeError("parseModelCard: it must be an object, got null."),
  );
});
