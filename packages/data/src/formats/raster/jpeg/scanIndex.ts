/** Minimum coded units from one entry of an index to the next. */
const UNITS_PER_ENTRY = 8;

/** Bit positions beyond are not recorded, because entries are 32-bit integers. */
const MAX_BIT = 2 ** 31 - 1;

/**
 * Places in the scan of a JPEG file at which reading can begin: the state of the entropy decoder before every eighth minimum coded unit, as far
 * as the scan was read. Without it, a window can only be read from the start of the scan.
 */
export class ScanIndex {
  /** Number of bytes of memory. */
  readonly byteLength: number;
  /** By entry: bit position in the file, and predicted first coefficient of each component. */
  private readonly entries: Int32Array;
  private readonly entrySize: number;
  private count = 0;

  /**
   * @param units - Number of minimum coded units of the scan.
   * @param components - Number of components.
   * @param scan - Position of the scan in bytes.
   */
  constructor(units: number, components: number, scan: number) {
    this.entrySize = 1 + components;
    this.entries = new Int32Array(this.entrySize * Math.ceil(units / UNITS_PER_ENTRY));
    this.byteLength = this.entries.byteLength;
    this.add(0, 8 * scan, new Int32Array(components));
  }

  /**
   * Record the state of the decoder before a unit that the index {@link lacks}.
   *
   * @param position - Of the next bit in the file.
   * @param predicted - First coefficient of the last block of each component.
   */
  add(unit: number, position: number, predicted: Int32Array): void {
    if (!this.lacks(unit) || position > MAX_BIT) return;
    const at = this.entrySize * this.count++;
    this.entries[at] = position;
    this.entries.set(predicted, at + 1);
  }

  /** Whether the state before a unit is to be recorded next. */
  lacks(unit: number): boolean {
    return unit === this.count * UNITS_PER_ENTRY;
  }

  /** Return the last recorded unit that is not after a given one. */
  unitBefore(unit: number): number {
    return UNITS_PER_ENTRY * Math.min(Math.floor(unit / UNITS_PER_ENTRY), this.count - 1);
  }

  /** Return the first recorded unit after a given one; undefined if none is. */
  unitAfter(unit: number): number | undefined {
    const entry = Math.floor(unit / UNITS_PER_ENTRY) + 1;
    return entry < this.count ? UNITS_PER_ENTRY * entry : undefined;
  }

  /** Return the bit position of a recorded unit. */
  position(unit: number): number {
    return this.entries[(unit / UNITS_PER_ENTRY) * this.entrySize]!;
  }

  /** Return the predicted coefficient of a component before a recorded unit. */
  predicted(unit: number, component: number): number {
    return this.entries[(unit / UNITS_PER_ENTRY) * this.entrySize + 1 + component]!;
  }
}
