import type { PixelType } from "../../../images/pixelType.ts";
import { unsupported } from "../tiffFaults.ts";
import type { PageLayout } from "./pageLayout.ts";

/**
 * Return the pixel type that holds a page's samples without loss. Half precision becomes float32; packed integers become uint8 or uint16.
 *
 * @throws FaultError if the samples are not supported.
 */
export function sampleType({ bits, sampleFormat }: Pick<PageLayout, "bits" | "sampleFormat">): PixelType {
  const found =
    sampleFormat === "float"
      ? floatTypes[bits]
      : sampleFormat === "int"
        ? intTypes[bits]
        : sampleFormat === "uint"
          ? (uintTypes[bits] ?? (isPacked(bits) ? (bits < 8 ? "uint8" : "uint16") : undefined))
          : undefined;
  if (!found) {
    const name = { float: "floating-point", int: "signed", uint: "unsigned", other: "complex or unknown" };
    throw unsupported(`${bits}-bit ${name[sampleFormat]} samples`);
  }
  return found;
}

/** Whether samples do not fill bytes. Rows are then padded to a byte. */
export function isPacked(bits: number): boolean {
  return packedBits.includes(bits);
}

const packedBits: readonly number[] = [1, 2, 4, 10, 12, 14];
const floatTypes: Readonly<Record<number, PixelType>> = { 16: "float32", 32: "float32", 64: "float64" };
const intTypes: Readonly<Record<number, PixelType>> = { 8: "int8", 16: "int16", 32: "int32" };
const uintTypes: Readonly<Record<number, PixelType>> = { 8: "uint8", 16: "uint16", 32: "uint32" };
