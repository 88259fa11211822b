import type { ByteReader } from "../byteReader.ts";
import { damaged, FaultError } from "../faultError.ts";
import { parseNpyDict } from "./parseNpyDict.ts";

/** Header of a .npy file. */
export interface NpyHeader {
  /** Type string of NumPy's array interface: byte order, kind, bytes; for example "<u2". */
  readonly descr: string;
  /** Whether the first axis varies fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Position of the first value. */
  readonly dataOffset: number;
}

/** Maximum number of bytes of a header; NumPy's own limit is 10,000. */
const MAX_HEADER_BYTES = 65_536;

/**
 * Read the header of a .npy file, versions 1 to 3.
 *
 * @throws FaultError if the file is no .npy file, or its header is damaged or describes pickled or structured data.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpyHeader(reader: ByteReader): Promise<NpyHeader> {
  if (reader.size < 10) throw damaged("the header is truncated");
  const start = await reader.read(0, 10);
  if (!isNpy(start)) throw new FaultError("not a .npy array by its content", "Write it with numpy.save.");
  const version = start[6]!;
  if (version < 1 || version > 3) {
    throw new FaultError(`an array of .npy version ${version}`, "Write it with numpy.save, version 1 to 3.");
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const textOffset = 8 + lengthBytes;
  if (reader.size < textOffset) throw damaged("the header is truncated");
  const lengthView = new DataView((await reader.read(8, lengthBytes)).buffer);
  const length = version === 1 ? lengthView.getUint16(0, true) : lengthView.getUint32(0, true);
  if (length > MAX_HEADER_BYTES) throw damaged(`the header has ${length} bytes`);
  if (textOffset + length > reader.size) throw damaged("the header is truncated");
  const text = Buffer.from(await reader.read(textOffset, length)).toString(version === 3 ? "utf8" : "latin1");
  return { ...parseNpyDict(text), dataOffset: textOffset + length };
}

/** Return whether bytes are the start of a .npy file. */
function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 6)).toString("latin1") === "\x93NUMPY";
}

/**
 * Encode a header of version 1, padded to a multiple of 64 bytes as NumPy does.
 *
 * @param length - Total length to pad to, for a header that is rewritten later. @default minimum
 */
export function encodeNpyHeader(descr: string, shape: readonly number[], length = 0): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const total = Math.max(length, 64 * Math.ceil((10 + text.length + 1) / 64));
  const header = Buffer.alloc(total, " ");
  header.write("\x93NUMPY\x01\x00", 0, "latin1");
  header.writeUInt16LE(total - 10, 8);
  header.write(text, 10, "latin1");
  header[total - 1] = 0x0a;
  return header;
}
