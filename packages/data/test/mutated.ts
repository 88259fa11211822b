import type { RandomStream } from "@cellgen/random";
import { expect } from "vitest";
import { checkCellImage } from "../src/images/cellImage.ts";
import type { ImageSource } from "../src/images/imageSource.ts";
import { pixelTypeOf } from "../src/images/pixelType.ts";
import { UnreadableImageError } from "../src/node.ts";

const extremes = [0, 1, 2, 127, 255, 256, 65_535, 0x7fffffff, 0x80000000, 0xffffffff];

/** Copy of a file with one to four changes: a bit, a byte, a digit, a number, a cut, or a stretch that is moved, doubled or removed. */
export function mutated(original: Uint8Array, random: RandomStream): Buffer {
  let bytes = Buffer.from(original);
  const changes = 1 + random.integer(4);
  for (let change = 0; change < changes && bytes.length > 8; change++) {
    const at = random.integer(bytes.length);
    const length = 1 + random.integer(16);
    switch (random.integer(9)) {
      case 0:
        bytes[at]! ^= 1 << random.integer(8);
        break;
      case 1:
        bytes[at] = random.integer(256);
        break;
      case 2: {
        // The numbers of text headers are digits.
        const digits = [...bytes.keys()].filter((place) => bytes[place]! >= 0x30 && bytes[place]! <= 0x39);
        if (digits.length > 0) bytes[digits[random.integer(digits.length)]!] = 0x30 + random.integer(10);
        break;
      }
      case 3:
        bytes.writeUInt32LE(extremes[random.integer(extremes.length)]!, random.integer(bytes.length - 4));
        break;
      case 4:
        bytes.writeUInt16LE(extremes[random.integer(6)]!, random.integer(bytes.length - 4));
        break;
      case 5:
        bytes = Buffer.from(bytes.subarray(0, at));
        break;
      case 6:
        bytes.copy(bytes, random.integer(bytes.length), at, at + length);
        break;
      case 7:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length))]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    }
  }
  return bytes;
}

/** Read the first and the last plane of a source, and check that they agree with what it states. */
export async function readEnds(source: ImageSource): Promise<void> {
  try {
    const channels = Array.from({ length: Math.min(source.channels, 8) }, (_, channel) => channel);
    const last = { image: source.images - 1, z: source.depth - 1, time: source.times - 1 };
    for (const request of [{}, last]) {
      const image = await source.read({ ...request, channels });
      expect([image.width, image.height]).toEqual([source.width, source.height]);
      expect(pixelTypeOf(image.data)).toBe(source.pixelType);
      checkCellImage("readEnds", image);
    }
  } finally {
    await source.close();
  }
}

/** Run a reader on a mutated file: it must end within two seconds, with a result or with a fault that it found itself. */
export async function endsWell(
  name: string,
  read: () => Promise<unknown>,
  isFault: (cause: NodeJS.ErrnoException | undefined) => boolean = isOwnFault,
): Promise<void> {
  const start = performance.now();
  const problem = await read().then(
    () => undefined,
    (error: unknown) => error,
  );
  const time = performance.now() - start;
  const cause =
    problem instanceof UnreadableImageError ? (problem.cause as NodeJS.ErrnoException) : undefined;
  if (problem !== undefined && !isFault(cause))
    throw new Error(`${name} ends with another error.`, { cause: problem });
  expect(time, name).toBeLessThan(2000);
}

function isOwnFault(cause: NodeJS.ErrnoException | undefined): boolean {
  return cause?.name === "FaultError" || typeof cause?.syscall === "string";
}
