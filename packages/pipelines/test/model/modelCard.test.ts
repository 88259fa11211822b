import { expect, it } from "vitest";
import { type ModelCard, parseModelCard } from "../../src/index.ts";

const card: ModelCard = {
  formatVersion: 1,
  height: 32,
  width: 48,
  channels: 1,
  valueRange: [117, 40_123.5],
  bitDepth: 16,
  classes: ["red", "white"],
  stabilisation: { gain: 2.2, offset: 100, read: 3 },
  pixelSizeMicrometres: 0.325,
  training: { steps: 10_000, versions: { cellgen: "1.0.0" }, notes: [null, true] },
};

it("a card comes back from JSON, without fields that are not its own", () => {
  expect(parseModelCard(JSON.parse(JSON.stringify({ ...card, colour: "green" })))).toEqual(card);
  const { pixelSizeMicrometres: _, stabilisation: __, ...shorter } = card;
  expect(parseModelCard(shorter)).toEqual(shorter);
});

it.each<[Record<string, unknown>, string]>([
  [
    { formatVersion: 2 },
    "formatVersion must be 1, the format that this version of cellgen reads and writes, got 2.",
  ],
  [{ height: 0 }, "height must be an integer of at least 1, got 0."],
  [{ channels: "1" }, 'channels must be an integer of at least 1, got "1".'],
  [{ valueRange: [255, 0] }, "valueRange must be [min, max] with min < max, got [255,0]."],
  [{ valueRange: [0] }, "valueRange must be [min, max], got [0]."],
  [{ stabilisation: "gain=2" }, 'stabilisation must be an object, got "gain=2".'],
  [{ stabilisation: { gain: 0, offset: 0, read: 0 } }, "stabilisation.gain must be above 0, got 0."],
  [{ stabilisation: { gain: 1, read: 0 } }, "stabilisation.offset must be a number, got nothing."],
  [{ stabilisation: { gain: 1, offset: 0, read: -1 } }, "stabilisation.read must be at least 0, got -1."],
  [{ bitDepth: 12 }, "bitDepth must be 8 or 16, got 12."],
  [{ classes: "red" }, 'classes must be a list of the classes\' names, got "red".'],
  [{ classes: ["red", 2] }, "classes.1 must be a class's name, got 2."],
  [{ classes: ["red", "red"] }, 'classes must be different names, got ["red","red"].'],
  [{ pixelSizeMicrometres: 0 }, "pixelSizeMicrometres must be above 0, got 0."],
  [{ training: undefined }, "training must be an object, got nothing."],
  [{ training: { loss: Number.NaN } }, 'training must hold only JSON values, got {"loss":null}.'],
])("a card with %j is refused", (fields, message) => {
  expect(() => parseModelCard({ ...card, ...fields })).toThrow(new RangeError(`parseModelCard: ${message}`));
});

it("what is no object is no card", () => {
  expect(() => parseModelCard(null)).toThrow(
    new RangeError("parseModelCard: it must be an object, got null."),
  );
});
