import { damaged } from "../../faultError.ts";

interface FieldType {
  readonly size: number;
  read(view: DataView, at: number, isLittleEndian: boolean): number;
}

/** Field types of TIFF 6.0, Section 2, and BigTIFF by their codes. */
const fieldTypes: Readonly<Record<number, FieldType>> = {
  1: { size: 1, read: (view, at) => view.getUint8(at) },
  2: { size: 1, read: (view, at) => view.getUint8(at) },
  3: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  4: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  5: { size: 8, read: (view, at, little) => view.getUint32(at, little) / view.getUint32(at + 4, little) },
  6: { size: 1, read: (view, at) => view.getInt8(at) },
  7: { size: 1, read: (view, at) => view.getUint8(at) },
  8: { size: 2, read: (view, at, little) => view.getInt16(at, little) },
  9: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
  10: { size: 8, read: (view, at, little) => view.getInt32(at, little) / view.getInt32(at + 4, little) },
  11: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  12: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  13: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  16: { size: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  17: { size: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  18: { size: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

/** Return the bytes of one value of a field type. */
export function fieldSize(type: number): number {
  return fieldType(type).size;
}

/** Read the values of a field. Rationals become quotients: NaN or infinite if the denominator is 0. */
export function fieldValues(bytes: Buffer, type: number, isLittleEndian: boolean): Float64Array {
  const { size, read } = fieldType(type);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(Math.floor(bytes.byteLength / size));
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * size, isLittleEndian);
  return values;
}

function fieldType(type: number): FieldType {
  const found = fieldTypes[type];
  if (!found) throw damaged(`a field has the unknown type ${type}`);
  return found;
}
