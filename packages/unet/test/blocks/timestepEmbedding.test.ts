import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { timestepEmbedding } from "../../src/index.ts";

beforeAll(() => tf.setBackend("cpu"));

const times = [0, 1, 17, 500, 999];

function embeddings(size: number, options?: Parameters<typeof timestepEmbedding>[2]): number[][] {
  return tf.tidy(() => timestepEmbedding(tf.tensor1d(times, "int32"), size, options).arraySync());
}

describe("timestepEmbedding", () => {
  test.each([0, 1])("is the closed form with freqShift %i, cosines first", (freqShift) => {
    const rows = embeddings(8, { freqShift });
    times.forEach((t, row) => {
      for (let i = 0; i < 4; i++) {
        const phase = t * 10000 ** (-i / (4 - freqShift));
        // float32 phases near 999 are 6e-5 apart.
        expect(rows[row]![i]).toBeCloseTo(Math.cos(phase), 4);
        expect(rows[row]![i + 4]).toBeCloseTo(Math.sin(phase), 4);
      }
    });
  });

  test("puts sines first without flipSinToCos", () => {
    const flipped = embeddings(8);
    const plain = embeddings(8, { flipSinToCos: false });
    expect(plain).toEqual(flipped.map((row) => [...row.slice(4), ...row.slice(0, 4)]));
  });

  test("ends in a zero where the size is odd", () => {
    expect(embeddings(9)).toEqual(embeddings(8).map((row) => [...row, 0]));
  });

  test("takes times between whole numbers", () => {
    tf.tidy(() => {
      const [row] = timestepEmbedding(tf.tensor1d([0.25]), 2).arraySync();
      expect(row![0]).toBeCloseTo(Math.cos(0.25), 6);
      expect(row![1]).toBeCloseTo(Math.sin(0.25), 6);
    });
  });

  test("refuses times that are no list, and sizes without a frequency", () => {
    tf.tidy(() => {
      const matrix = tf.zeros([2, 1]) as unknown as tf.Tensor1D;
      expect(() => timestepEmbedding(matrix, 8)).toThrow(
        new RangeError("timestepEmbedding: t must have shape [batch], got [2,1]."),
      );
      const t = tf.tensor1d([1]);
      expect(() => timestepEmbedding(t, 1)).toThrow(RangeError);
      expect(() => timestepEmbedding(t, 4.5)).toThrow(RangeError);
      expect(() => timestepEmbedding(t, 4, { freqShift: 2 })).toThrow(
        new RangeError("timestepEmbedding: freqShift must be below half of size 4, got 2."),
      );
    });
  });

  test("leaves nothing but its result, and its argument alone", () => {
    const t = tf.tensor1d(times, "int32");
    timestepEmbedding(t, 9).dispose();
    const before = tf.memory().numTensors;
    const embedding = timestepEmbedding(t, 9);
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.dispose([embedding, t]);
    expect(tf.memory().numTensors).toBe(before - 1);
  });
});
