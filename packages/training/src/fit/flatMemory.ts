/** The regions of a flat memory: each holds one number for each number of the parameters. */
type RegionName = "parameters" | "gradients" | "firstMoments" | "secondMoments" | "ema";

const regionNames: readonly RegionName[] = [
  "parameters",
  "gradients",
  "firstMoments",
  "secondMoments",
  "ema",
];

/** One number a parameter, contiguous in a WebAssembly memory. */
interface FlatRegion {
  /** Where it begins in the memory: a multiple of 64. */
  readonly byteOffset: number;
  /** All of it, padding included: a view. */
  readonly values: Float32Array;
  /** The tensors by name: views too. */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** Parameters and all that training keeps for them, in one memory. */
export interface FlatMemory {
  readonly memory: WebAssembly.Memory;
  /** The numbers of a region, padding included. */
  readonly length: number;
  readonly regions: Readonly<Record<RegionName, FlatRegion>>;
}

/** A cache line; four SIMD vectors. */
const alignment = 64;
const floatBytes = Float32Array.BYTES_PER_ELEMENT;
const pageBytes = 65536;
const maxPages = 65536;

/**
 * Lays out parameters, gradients, Adam's two moments and the moving average (EMA) in one WebAssembly memory, all zero.
 *
 * In each region the tensors stand in the order of `shapes`, at the same places. Every tensor begins at a multiple of 64 bytes; the
 * numbers between two of them are zero, and belong to no one. The memory never grows, so its views stay valid.
 *
 * @param shapes - The parameters' shapes by name.
 * @throws RangeError if there is no parameter, or if they are too many for a memory of 4 GiB (some 214 million); Error if
 * the machine does not have the memory.
 */
export function flatMemory(shapes: Readonly<Record<string, readonly number[]>>): FlatMemory {
  const places: { readonly name: string; readonly begin: number; readonly size: number }[] = [];
  let length = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    places.push({ name, begin: length, size });
    length += Math.ceil((size * floatBytes) / alignment) * (alignment / floatBytes);
  }
  if (length === 0) throw new RangeError("flatMemory: shapes must name at least one parameter, got none.");
  const pages = Math.ceil((regionNames.length * length * floatBytes) / pageBytes);
  if (pages > maxPages) {
    const most = Math.floor((maxPages * pageBytes) / (regionNames.length * floatBytes));
    throw new RangeError(
      `flatMemory: shapes must have at most ${most} numbers, got ${length}. Take a smaller network.`,
    );
  }

  const memory = allocate(pages);
  const region = (index: number): FlatRegion => {
    const byteOffset = index * length * floatBytes;
    const values = new Float32Array(memory.buffer, byteOffset, length);
    const tensors = places.map(({ name, begin, size }) => [name, values.subarray(begin, begin + size)]);
    return { byteOffset, values, tensors: Object.fromEntries(tensors) };
  };
  const regions = Object.fromEntries(regionNames.map((name, index) => [name, region(index)]));
  return { memory, length, regions: regions as Record<RegionName, FlatRegion> };
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    const gigabytes = ((pages * pageBytes) / 1e9).toPrecision(2);
    throw new Error(
      `flatMemory: memory must be enough for the parameters and what belongs to them, ${gigabytes} GB could not be had. Close other programs, or take a smaller network.`,
      { cause: error },
    );
  }
}
