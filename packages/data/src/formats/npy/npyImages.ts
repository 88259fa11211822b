import { cropValues, type PixelArray } from "@cellgen/filters";
import type { CellImage } from "../../images/cellImage.ts";
import { newPixels, type PixelType } from "../../images/pixelType.ts";
import type { ByteReader } from "../byteReader.ts";
import { damaged, FaultError } from "../faultError.ts";
import type { RequestedPlane } from "../requestedPlane.ts";
import { type ImageAxes, imageAxes } from "./imageAxes.ts";
import { type NpyHeader, readNpyHeader } from "./npyHeader.ts";
import { type NpyType, npyType } from "./npyType.ts";

/** Images of one .npy array, decoded on demand. */
export interface NpyImages extends ImageAxes {
  readonly pixelType: PixelType;
  readonly notes: readonly string[];
  read(plane: RequestedPlane): Promise<CellImage>;
}

/** Maximum size of an array in Fortran order, whose images lie scattered over all its bytes: it is read as one block. */
const MAX_FORTRAN_BYTES = 2 ** 28;

/**
 * Interpret a .npy array as images. Only its header is read.
 *
 * @throws FaultError if the header is damaged, the type or shape is none of images, or the file is shorter than its header states.
 */
export async function npyImages(reader: ByteReader): Promise<NpyImages> {
  const header = await readNpyHeader(reader);
  const type = npyType(header.descr);
  const axes = imageAxes(header.shape);
  const bytes = axes.images * axes.height * axes.width * axes.channels * type.bytes;
  const surplus = reader.size - header.dataOffset - bytes;
  if (surplus < 0) throw damaged(`it is ${-surplus} bytes shorter than its header states`);
  const notes = surplus > 0 ? [`The file has ${surplus} bytes after the array, which are ignored.`] : [];
  const isScattered = header.fortranOrder && header.shape.filter((side) => side > 1).length > 1;
  if (isScattered && bytes > MAX_FORTRAN_BYTES) {
    throw new FaultError(
      `an array in Fortran order of ${bytes} bytes`,
      "Save it in C order: numpy.save(file, numpy.ascontiguousarray(array)).",
    );
  }
  const readWindow = isScattered
    ? fortranWindow(reader, header, type, axes)
    : rowsWindow(reader, header, type, axes);
  return {
    ...axes,
    pixelType: type.pixelType,
    notes,
    async read(plane) {
      const { width, height } = plane.window;
      const data = chosenChannels(await readWindow(plane), axes.channels, plane.channels);
      return { width, height, channels: plane.channels.length, data };
    },
  };
}

type ReadWindow = (plane: RequestedPlane) => Promise<PixelArray>;

/** Read the rows of a window, all channels. Rows of full width are read at once. */
function rowsWindow(
  reader: ByteReader,
  { dataOffset }: NpyHeader,
  type: NpyType,
  axes: ImageAxes,
): ReadWindow {
  const { width, height, channels } = axes;
  return async ({ image, window }) => {
    const isFullWidth = window.width === width;
    const position = (y: number, x: number): number =>
      dataOffset + ((image * height + y) * width + x) * channels * type.bytes;
    const rowBytes = window.width * channels * type.bytes;
    if (isFullWidth) return type.decode(await reader.read(position(window.top, 0), window.height * rowBytes));
    const bytes = new Uint8Array(window.height * rowBytes);
    for (let y = 0; y < window.height; y++) {
      bytes.set(await reader.read(position(window.top + y, window.left), rowBytes), y * rowBytes);
    }
    return type.decode(bytes);
  };
}

/** Read windows of an array whose first axis varies fastest: `index = n + N (y + H (x + W c))`. The array is read once. */
function fortranWindow(reader: ByteReader, header: NpyHeader, type: NpyType, axes: ImageAxes): ReadWindow {
  const { images, width, height, channels } = axes;
  let all: Promise<PixelArray> | undefined;
  const readAll = async (): Promise<PixelArray> =>
    type.decode(await reader.read(header.dataOffset, images * height * width * channels * type.bytes));
  return async ({ image, window }) => {
    all ??= readAll();
    const values = await all;
    const plane = newPixels(type.pixelType, height * width * channels);
    for (let y = 0, o = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++)
          plane[o++] = values[image + images * (y + height * (x + width * c))]!;
    return cropValues(plane, axes, window);
  };
}

function chosenChannels(values: PixelArray, stored: number, chosen: readonly number[]): PixelArray {
  if (chosen.length === stored && chosen.every((channel, index) => channel === index)) return values;
  const pixels = values.length / stored;
  const Type = values.constructor as new (length: number) => PixelArray;
  const out = new Type(pixels * chosen.length);
  for (let pixel = 0, o = 0; pixel < pixels; pixel++)
    for (const channel of chosen) out[o++] = values[pixel * stored + channel]!;
  return out;
}
