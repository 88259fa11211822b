import { describe, expect, it } from "vitest";
import { readAhead } from "../../src/fit/readAhead.ts";

/** Batches whose only label is their step; those named fail the first time. */
function counted(failing: readonly number[] = []) {
  const asked: number[] = [];
  const batch = async (step: number) => {
    const again = asked.includes(step);
    asked.push(step);
    if (failing.includes(step) && !again) throw new Error(`no batch ${step}`);
    return { xStart: new Float32Array(0), labels: Int32Array.of(step) };
  };
  return { asked, batch };
}

describe("readAhead", () => {
  it("asks for the next batch with each one, once, and for none beyond the last step", async () => {
    const { asked, batch } = counted();
    const batchOf = readAhead({ batch }, 3);
    expect(asked).toEqual([]);
    expect((await batchOf(0)).labels[0]).toBe(0);
    expect(asked).toEqual([0, 1]);
    expect((await batchOf(0)).labels[0]).toBe(0);
    expect((await batchOf(1)).labels[0]).toBe(1);
    expect((await batchOf(2)).labels[0]).toBe(2);
    expect(asked).toEqual([0, 1, 2]);
  });

  it("throws the error of a batch when its step comes, and asks for it again afterwards", async () => {
    const { asked, batch } = counted([1]);
    const batchOf = readAhead({ batch }, 3);
    const first = batchOf(0);
    const second = batchOf(1);
    await first;
    await expect(second).rejects.toThrow("no batch 1");
    expect((await batchOf(1)).labels[0]).toBe(1);
    expect(asked).toEqual([0, 1, 2, 1]);
  });
});
