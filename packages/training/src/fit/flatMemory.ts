/** Region of a flat memory, with one number for each parameter value. */
type RegionName = "parameters" | "gradients" | "firstMoments" | "secondMoments" | "ema";

const regionNames: readonly RegionName[] = [
  "parameters",
  "gradients",
  "firstMoments",
  "secondMoments",
  "ema",
];

/** Contiguous array in a WebAssembly memory, with one number for each parameter value. */
interface FlatRegion {
  /** Offset in the memory, a multiple of 64. */
  readonly byteOffset: number;
  /** View of the whole region, including padding. */
  readonly values: Float32Array;
  /** Views of the tensors, by name. */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** Parameters and their training state in one memory. */
export interface FlatMemory {
  readonly memory: WebAssembly.Memory;
  /** Length of a region, including padding. */
  readonly length: number;
  readonly regions: Readonly<Record<RegionName, FlatRegion>>;
}

/** Alignment in bytes: a cache line, or four SIMD vectors. */
const alignment = 64;
const floatBytes = Float32Array.BYTES_PER_ELEMENT;
const pageBytes = 65536;
const maxPages = 65536;

/**
 * Allocate parameters, gradients, Adam's two moments and the moving average (EMA) in one WebAssembly memory, initialized to zero.
 *
 * Every region has the same layout: tensors in the order of `shapes`, each aligned to 64 bytes, with zero padding between them. The memory
 * never grows, so its views stay valid.
 *
 * @param shapes - Shapes of the parameters, by name.
 * @throws RangeError if there are no parameters, or too many for a memory of 4 GiB (about 214 million); Error if the memory cannot be
 * allocated.
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
      `flatMemory: shapes must have at most ${most} numbers, got ${length}. Use a smaller network.`,
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
      `flatMemory: cannot allocate ${gigabytes} GB for the parameters and their training state. Close other programs, or use a smaller network.`,
      { cause: error },
    );
  }
}
