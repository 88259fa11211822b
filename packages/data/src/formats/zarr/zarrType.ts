import type { PixelType } from "../../images/pixelType.ts";
import { FaultError } from "../faultError.ts";
import { floatsOfHalves } from "../halfFloat.ts";

/** Element type of a Zarr array of pixels. */
export interface ZarrType {
  readonly pixelType: PixelType;
  /** Type under which the bytes are read: half precision as uint16, booleans as uint8. */
  readonly stored: PixelType;
  readonly isHalf: boolean;
}

const dtypes: ReadonlyMap<string, string> = new Map([
  ["b1", "bool"],
  ["u1", "uint8"],
  ["u2", "uint16"],
  ["u4", "uint32"],
  ["i1", "int8"],
  ["i2", "int16"],
  ["i4", "int32"],
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/** Return the data type and byte order of a type string of Zarr 2. */
export function dataTypeOfV2(dtype: string): { dataType: string; isBigEndian: boolean } {
  const dataType = /^[<>|]/.test(dtype) ? dtypes.get(dtype.slice(1)) : undefined;
  return { dataType: dataType ?? dtype, isBigEndian: dtype.startsWith(">") };
}

const pixelTypes: readonly string[] = [
  "uint8",
  "uint16",
  "uint32",
  "int8",
  "int16",
  "int32",
  "float32",
  "float64",
] satisfies PixelType[];

/** Interpret a data type of Zarr 3. @throws FaultError if it is no type of pixels. */
export function zarrType(dataType: string): ZarrType {
  if (dataType === "bool") return { pixelType: "uint8", stored: "uint8", isHalf: false };
  if (dataType === "float16") return { pixelType: "float32", stored: "uint16", isHalf: true };
  if (pixelTypes.includes(dataType)) {
    return { pixelType: dataType as PixelType, stored: dataType as PixelType, isHalf: false };
  }
  throw new FaultError(
    `an array of the type ${JSON.stringify(dataType.slice(0, 20))}`,
    "Save it as uint8, uint16, uint32, int8, int16, int32, float16, float32 or float64.",
  );
}

/** Return the fill value of an array as a number of its stored type. */
export function fillValueOf(value: unknown, { isHalf, pixelType }: ZarrType): number {
  const number = numberOf(value);
  if (number === undefined) {
    throw new FaultError(
      `a fill value ${JSON.stringify(value)?.slice(0, 40)}`,
      "Save the array with fill value 0.",
    );
  }
  if (!isHalf) return pixelType.startsWith("float") || Number.isFinite(number) ? number : 0;
  if (Object.is(number, 0)) return 0;
  const halves = floatsOfHalves(new Uint16Array(2 ** 16).map((_, bits) => bits));
  return Math.max(
    0,
    halves.findIndex((half) => Object.is(half, number)),
  );
}

function numberOf(value: unknown): number | undefined {
  if (value === null || value === undefined) return 0;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return value;
  const named: Record<string, number> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    "-Infinity": Number.NEGATIVE_INFINITY,
  };
  return typeof value === "string" && Object.hasOwn(named, value) ? named[value] : undefined;
}
