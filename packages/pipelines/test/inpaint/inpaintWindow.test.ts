import { expect, test } from "vitest";
import { inpaintWindow } from "../../src/inpaint/inpaintWindow.ts";

test("of a field a square around the hole is worked on, of an image like the model's all of it", () => {
  const card = (crop: number) => ({ height: 32, width: 32, training: { crop } });
  const hole = { left: 600, top: 10, width: 40, height: 30 };
  const field = { width: 640, height: 480 };
  expect(inpaintWindow(field, hole, card(0))).toEqual({ left: 560, top: 0, width: 80, height: 80 });
  expect(inpaintWindow(field, hole, card(100))).toEqual({ left: 540, top: 0, width: 100, height: 100 });
  const whole = { width: 128, height: 100 };
  expect(inpaintWindow(whole, { ...hole, left: 9 }, card(0))).toEqual({ left: 0, top: 0, ...whole });
  expect(inpaintWindow({ width: 60, height: 480 }, { ...hole, left: 0 }, card(100))).toMatchObject({
    width: 60,
    height: 100,
  });
});
