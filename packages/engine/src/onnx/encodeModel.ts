/** Encoding of a field. A message maps the names of its fields to their encodings. */
type FieldType = "string" | "bytes" | "int" | "float" | Message;

interface Field {
  readonly number: number;
  readonly type: FieldType;
  readonly repeated?: boolean;
}

type Message = Readonly<Record<string, Field>>;

const one = (number: number, type: FieldType): Field => ({ number, type });
const many = (number: number, type: FieldType): Field => ({ number, type, repeated: true });

// The subset of the ONNX format (onnx.proto3, IR version 10) that this package uses. Names and numbers are from the format.
const attribute: Message = {
  name: one(1, "string"),
  f: one(2, "float"),
  i: one(3, "int"),
  s: one(4, "bytes"),
  ints: many(8, "int"),
  type: one(20, "int"),
};
const tensor: Message = {
  dims: many(1, "int"),
  data_type: one(2, "int"),
  name: one(8, "string"),
  raw_data: one(9, "bytes"),
};
const dimension: Message = { dim_value: one(1, "int") };
const shape: Message = { dim: many(1, dimension) };
const tensorType: Message = { elem_type: one(1, "int"), shape: one(2, shape) };
const valueInfo: Message = { name: one(1, "string"), type: one(2, { tensor_type: one(1, tensorType) }) };
const node: Message = {
  input: many(1, "string"),
  output: many(2, "string"),
  name: one(3, "string"),
  op_type: one(4, "string"),
  attribute: many(5, attribute),
  domain: one(7, "string"),
};
const graph: Message = {
  node: many(1, node),
  name: one(2, "string"),
  initializer: many(5, tensor),
  input: many(11, valueInfo),
  output: many(12, valueInfo),
};
const model: Message = {
  ir_version: one(1, "int"),
  producer_name: one(2, "string"),
  graph: one(7, graph),
  opset_import: many(8, { domain: one(1, "string"), version: one(2, "int") }),
};

/**
 * Encode an ONNX model from plain objects with the format's field names, without generating code at run time, which strict pages forbid.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function encodeModel(contents: Readonly<Record<string, unknown>>): Uint8Array {
  const chunks = messageChunks(model, contents);
  const bytes = new Uint8Array(totalLength(chunks));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** Return a message's bytes in chunks. Tensor data is not copied. */
function messageChunks(message: Message, contents: Readonly<Record<string, unknown>>): Uint8Array[] {
  return Object.entries(message).flatMap(([name, field]) => {
    const value = contents[name];
    if (value === undefined) return [];
    if (!field.repeated) return fieldChunks(field, value);
    const values = value as readonly unknown[];
    if (field.type !== "int") return values.flatMap((item) => fieldChunks(field, item));
    // Repeated numbers are packed into one field.
    if (values.length === 0) return [];
    return delimited(
      field.number,
      values.map((item) => varint(item as number)),
    );
  });
}

function fieldChunks({ number, type }: Field, value: unknown): Uint8Array[] {
  switch (type) {
    case "int":
      return [varint(number << 3), varint(value as number)];
    case "float": {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setFloat32(0, value as number, true);
      return [varint((number << 3) | 5), bytes];
    }
    case "string":
      return delimited(number, [new TextEncoder().encode(value as string)]);
    case "bytes":
      return delimited(number, [value as Uint8Array]);
    default:
      return delimited(number, messageChunks(type, value as Readonly<Record<string, unknown>>));
  }
}

function delimited(number: number, chunks: Uint8Array[]): Uint8Array[] {
  return [varint((number << 3) | 2), varint(totalLength(chunks)), ...chunks];
}

/** Encode seven bits per byte, lowest first; negative numbers in 64-bit two's complement. */
function varint(value: number): Uint8Array {
  if (value >= 0 && value < 128) return Uint8Array.of(value);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.of(...bytes, Number(rest));
}

const totalLength = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);
