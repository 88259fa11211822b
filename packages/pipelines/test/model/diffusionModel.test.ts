import { expect, it } from "vitest";
import { modelAtSize, nullClassOf } from "../../src/index.ts";
import { checkModel } from "../../src/model/diffusionModel.ts";
import { tinyModel } from "../tinyModel.ts";

it("the null class is the row of the class table after the classes' own, where there is one more", () => {
  const classes = ["red", "white"];
  expect(nullClassOf(tinyModel({ classes }))).toBe(2);
  expect(nullClassOf(tinyModel({ classes, network: { numClassEmbeds: 2 } }))).toBeUndefined();
  expect(nullClassOf(tinyModel())).toBeUndefined();
});

it("a network has the patches of its card, and channels for them", async () => {
  const model = tinyModel({ card: { patchSize: 2 } });
  const { unet, scheduler, card } = model;
  expect(() => checkModel("test", { unet, scheduler, card })).not.toThrow();
  expect(() => checkModel("test", { unet, scheduler, card: { ...card, patchSize: 4 } })).toThrow(
    new RangeError("test: patchSize must be the card's 4, got 2."),
  );
  expect(() => checkModel("test", { unet, scheduler, card: { ...card, channels: 3 } })).toThrow(
    new RangeError(
      "test: in_channels and out_channels must be the images' 12, folded from patches of 2x2, got 4 and 4.",
    ),
  );
});

it("a model at another size sees folded images of half that size, rounded up", () => {
  const resized = modelAtSize(tinyModel({ card: { patchSize: 2 } }), { width: 15, height: 10 });
  expect(resized.unet.config.sampleSize).toEqual([5, 8]);
  expect(resized.unet.patchSize).toBe(2);
  expect(resized.card).toMatchObject({ width: 15, height: 10, patchSize: 2 });
});
