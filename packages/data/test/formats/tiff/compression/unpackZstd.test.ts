import { describe, expect, it } from "vitest";
import { unpackZstd } from "../../../../src/formats/tiff/compression/unpackZstd.ts";

interface Block {
  /** Bytes that are stored as they are, or one byte that is repeated. */
  readonly bytes: readonly number[];
  readonly repeated?: number;
}

/** A Zstandard frame with a window of 1 KiB, without content size. */
function frame(blocks: readonly Block[], { checksum = false } = {}): Uint8Array {
  const parts = blocks.flatMap(({ bytes, repeated }, index) => {
    const isLast = Number(index === blocks.length - 1);
    const header =
      repeated === undefined ? (bytes.length << 3) | isLast : (repeated << 3) | (1 << 1) | isLast;
    return [header & 255, (header >> 8) & 255, header >> 16, ...bytes];
  });
  const sum = checksum ? [1, 2, 3, 4] : [];
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, checksum ? 4 : 0, 0, ...parts, ...sum]);
}

const hello: Block = { bytes: [104, 101, 108, 108, 111] };

describe("unpackZstd", () => {
  it("returns stored and repeated bytes", async () => {
    const bytes = frame([hello, { bytes: [7], repeated: 4 }]);
    expect([...(await unpackZstd(bytes, 9))]).toEqual([104, 101, 108, 108, 111, 7, 7, 7, 7]);
    // Padding after the frame is not part of it.
    expect((await unpackZstd(Uint8Array.of(...bytes, 0, 0), 9)).length).toBe(9);
  });

  it("rejects data that hold less or more bytes", async () => {
    for (const length of [1, 4, 6, 100, 4096]) {
      const unpacked = unpackZstd(frame([hello]), length).then((result) => result.length);
      // Node's decompressor leaves the check of too few bytes to its caller.
      if (length > 5) expect(await unpacked.catch(() => 5)).toBe(5);
      else await expect(unpacked).rejects.toThrow("damaged");
    }
  });

  it("rejects bombs, empty blocks without end, and truncated data in little time", async () => {
    const bomb = frame(new Array<Block>(16_000).fill({ bytes: [0], repeated: 2 ** 17 }));
    const empty = frame(new Array<Block>(1_000_000).fill({ bytes: [] }));
    const start = performance.now();
    await expect(unpackZstd(bomb, 4096)).rejects.toThrow("more than 80 blocks");
    await expect(unpackZstd(empty, 4096)).rejects.toThrow("more than 80 blocks");
    const whole = frame([hello, hello]);
    for (let length = 0; length < whole.length; length++)
      await expect(unpackZstd(whole.subarray(0, length), 10), `${length} bytes`).rejects.toThrow("damaged");
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
