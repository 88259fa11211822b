import { expect, it } from "vitest";
import { initialState, isBusy, studioReducer } from "../../src/page/studio/studioState.ts";
import type { ModelFacts } from "../../src/protocol.ts";

const model = { name: "cells", classes: [] as readonly string[] } as ModelFacts;
const settings = { count: 2, seed: 0, sampler: "ddim", steps: 4, label: undefined } as const;
const shown = {} as ImageData;
const file = { width: 1, height: 1, channels: 1, data: new Uint8Array(1) } as const;

function after(...actions: Parameters<typeof studioReducer>[1][]) {
  return actions.reduce(studioReducer, initialState);
}

const begun = [
  { kind: "opened", model },
  { kind: "generating", settings },
  { kind: "step", done: 1, total: 4, previews: [{ index: 1, shown }] },
] as const;

it("shows each image when it is finished", () => {
  const state = after(...begun);
  expect(isBusy(state)).toBe(true);
  expect(state.generation).toMatchObject({ status: "generating", done: 1, total: 4 });
  expect(state.generation!.images).toEqual([undefined, { index: 1, shown }]);
  const image = { index: 0, shown, className: undefined, file };
  const done = after(...begun, { kind: "image", image }, { kind: "generated", seconds: 2, isStopped: false });
  expect(isBusy(done)).toBe(false);
  expect(done.generation).toMatchObject({ status: "done", seconds: 2, images: [image] });
});

it("drops unfinished images when generation stops or fails", () => {
  const stopped = after(...begun, { kind: "generated", seconds: 0, isStopped: true });
  expect(stopped.generation).toMatchObject({ status: "stopped", images: [] });
  const failed = after(...begun, { kind: "failed", doing: "generate", message: "no memory" });
  expect(failed).toMatchObject({ error: "no memory", generation: { status: "failed", images: [] } });
  expect(isBusy(failed)).toBe(false);
});

it("keeps the previous model if one cannot be opened, and clears the error at the next request", () => {
  const state = after(
    { kind: "opened", model },
    { kind: "opening" },
    { kind: "failed", doing: "open", message: "no model" },
  );
  expect(state).toMatchObject({ model, isOpening: false, error: "no model" });
  expect(studioReducer(state, { kind: "generating", settings }).error).toBeUndefined();
});
