import { damaged } from "../../faultError.ts";
import { fieldSize, fieldValues } from "./fieldTypes.ts";
import type { TiffFile } from "./tiffFile.ts";

/** Directory of a TIFF file: the fields of one page. Values are read when they are asked for. */
export class Directory {
  readonly file: TiffFile;
  readonly #entries: Buffer;

  /** @param entries - Bytes of the entries. */
  constructor(file: TiffFile, entries: Buffer) {
    this.file = file;
    this.#entries = entries;
  }

  has(tag: number): boolean {
    return this.#find(tag) !== undefined;
  }

  /** Whether fields are stored in the same words, and thus have the same values. */
  hasSameFields(other: Directory, tags: readonly number[]): boolean {
    return tags.every((tag) => {
      const [mine, theirs] = [this.#entryBytes(tag), other.#entryBytes(tag)];
      return mine && theirs ? mine.equals(theirs) : mine === theirs;
    });
  }

  /** Return the values of a field; undefined if the directory lacks it. */
  async numbers(tag: number): Promise<Float64Array | undefined> {
    const entry = this.#find(tag);
    if (!entry) return undefined;
    return fieldValues(await this.#bytes(entry), entry.type, this.file.isLittleEndian);
  }

  /** Return the first value of a field; undefined if the directory lacks it or it is empty. */
  async number(tag: number): Promise<number | undefined> {
    return (await this.numbers(tag))?.[0];
  }

  /** Return the bytes of a field up to a limit; undefined if the directory lacks it. */
  async bytes(tag: number, limit: number = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
    const entry = this.#find(tag);
    return entry && this.#bytes(entry, limit);
  }

  /** Return the first string of a text field, without its terminator. */
  async text(tag: number, limit?: number): Promise<string | undefined> {
    const bytes = await this.bytes(tag, limit);
    if (!bytes) return undefined;
    const end = bytes.indexOf(0);
    return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
  }

  #find(tag: number): Entry | undefined {
    const at = this.#offsetOf(tag);
    return at < 0 ? undefined : this.#entry(tag, at);
  }

  #entryBytes(tag: number): Buffer | undefined {
    const at = this.#offsetOf(tag);
    return at < 0 ? undefined : this.#entries.subarray(at, at + (this.file.isBig ? BIG_ENTRY : ENTRY));
  }

  /** Return the offset of an entry among the entries, -1 if there is none. */
  #offsetOf(tag: number): number {
    const { isLittleEndian, isBig } = this.file;
    const entries = this.#entries;
    const stride = isBig ? BIG_ENTRY : ENTRY;
    for (let at = 0; at < entries.length; at += stride) {
      const found = isLittleEndian ? entries.readUInt16LE(at) : entries.readUInt16BE(at);
      if (found === tag) return at;
    }
    return -1;
  }

  #entry(tag: number, at: number): Entry {
    const { isLittleEndian: little, isBig } = this.file;
    const entries = this.#entries;
    const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
    const type = view.getUint16(at + 2, little);
    const length =
      fieldSize(type) * (isBig ? Number(view.getBigUint64(at + 4, little)) : view.getUint32(at + 4, little));
    const inline = isBig ? 8 : 4;
    const valueAt = at + (isBig ? 12 : 8);
    if (length <= inline) return { tag, type, length, inline: entries.subarray(valueAt, valueAt + length) };
    const offset = isBig ? Number(view.getBigUint64(valueAt, little)) : view.getUint32(valueAt, little);
    return { tag, type, length, offset };
  }

  async #bytes(entry: Entry, limit: number = Number.POSITIVE_INFINITY): Promise<Buffer> {
    const length = Math.min(entry.length, limit);
    if (entry.inline) return entry.inline.subarray(0, length);
    return this.file.cachedBytes(entry.offset, length, `field ${entry.tag}`);
  }
}

/** Bytes of an entry in a classic TIFF and in a BigTIFF. */
export const ENTRY = 12;
export const BIG_ENTRY = 20;

type Entry = { readonly tag: number; readonly type: number; readonly length: number } & (
  | { readonly inline: Buffer; readonly offset?: undefined }
  | { readonly inline?: undefined; readonly offset: number }
);

/** Decode text that is UTF-8 or, as in old files, Latin-1. */
function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return bytes.toString("latin1");
    throw damaged("a text field cannot be decoded", { cause: error });
  }
}
