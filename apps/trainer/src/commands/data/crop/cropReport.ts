import { type CellImage, cutWindow, displayRanges, pixelTypeOf, resizePixels } from "@cellgen/data";
import type { FieldDropReason } from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import { htmlReport, imageTile, type LabelledTile, tileGrid } from "@cellgen/figures";
import { colorsOf } from "../../../options/displayOption.ts";
import type { CropSettings } from "./cropOptions.ts";

/** Maximum number of crops on the contact sheet. */
const MAX_TILES = 48;
const COLUMNS = 8;
const THUMBNAIL = 96;

/** Explanation of each reason, with the remedy. */
const reasons: Readonly<Record<FieldDropReason, string>> = {
  invalid: "invalid box: a number is missing",
  empty: "empty box",
  duplicate: "box given twice",
  outside: "box outside of the field",
  crowd: "box of a crowd of objects",
  small: "smaller than --min-size",
  large: "larger than the crop with its margin: use a larger --size, or --scale fit",
  border: "beyond the border of the field: use --border shift or reflect to keep them",
  background: "too little foreground (--foreground)",
};

/** Counts of a run of `cellgen data crop`. */
export class CropTally {
  crops = 0;
  /** Number of fields with crops. */
  fields = 0;
  readonly labels = new Map<string, number>();
  readonly dropped = new Map<FieldDropReason, number>();
  private readonly sides: number[] = [];
  private readonly shown: { readonly image: CellImage; readonly label: string }[] = [];
  private interval = 1;

  add(image: CellImage, box: { readonly width: number; readonly height: number }, label?: string): void {
    if (label !== undefined) this.labels.set(label, (this.labels.get(label) ?? 0) + 1);
    this.sides.push(Math.max(box.width, box.height));
    if (this.crops++ % this.interval > 0) return;
    this.shown.push({ image, label: label ?? "" });
    if (this.shown.length < 2 * MAX_TILES) return;
    // Every second one is dropped, so that those shown are evenly spaced.
    this.interval *= 2;
    this.shown.splice(0, this.shown.length, ...this.shown.filter((_, index) => index % 2 === 0));
  }

  drop(reason: FieldDropReason): void {
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + 1);
  }

  /** Describe what was dropped and why, one reason per line. */
  droppedLines(): string[] {
    return [...this.dropped].map(([reason, cells]) => `${count(cells)} ${reasons[reason]}`);
  }

  /** Describe the sizes of the cells or windows: "12 to 90 pixels, median 34". */
  sizes(): string {
    const sorted = [...this.sides].sort((a, b) => a - b);
    const shown = (side: number): string => String(Math.round(side));
    const [min = 0, max = 0] = [sorted[0], sorted.at(-1)];
    return `${shown(min)} to ${shown(max)} pixels, median ${shown(sorted[Math.floor(sorted.length / 2)] ?? 0)}`;
  }

  /** Create the report, with a contact sheet. */
  async report(settings: Pick<CropSettings, "display">, command: string): Promise<string> {
    const facts = {
      crops: this.crops,
      fields: this.fields,
      "longer side in the field": this.sizes(),
      ...Object.fromEntries(this.labels),
    };
    const dropped = this.droppedLines();
    const tiles = await this.contactSheet(colorsOf(settings.display));
    return htmlReport({
      title: "Crops",
      summary: `${plural(this.crops, "crop")} of ${plural(this.fields, "field")}.`,
      warnings: dropped.length > 0 ? [`Without a crop: ${dropped.join("; ")}.`] : [],
      sections: [
        {
          kind: "picture",
          title: "Contact sheet",
          caption: "Evenly spaced in the order of writing, with one display range for all.",
          image: tiles,
        },
        { kind: "facts", lists: { Crops: facts, Settings: { ...settings } } },
      ],
      commands: [{ purpose: "Train on the crops", command }],
    });
  }

  private contactSheet(colors: readonly string[] | undefined): Promise<Uint8Array> {
    const shown = this.shown.slice(0, MAX_TILES);
    // Fields of several kinds are shown in a range of their own kind.
    const kindOf = ({ data, channels }: CellImage): string => `${pixelTypeOf(data)} ${channels}`;
    const kinds = [...new Set(shown.map(({ image }) => kindOf(image)))].map(
      (kind) =>
        [kind, displayRanges(shown.flatMap(({ image }) => (kindOf(image) === kind ? [image] : [])))] as const,
    );
    const ranges = new Map(kinds);
    const tiles = shown.map(
      ({ image, label }): LabelledTile => ({
        ...imageTile(thumbnail(image), ranges.get(kindOf(image))!, { colors }),
        ...(label ? { label } : {}),
      }),
    );
    const title = `${shown.length} of ${plural(this.crops, "crop")}`;
    return tileGrid([{ title, columns: Math.min(COLUMNS, Math.max(3, tiles.length)), tiles }]);
  }
}

/** Return a square thumbnail: the crop, continued by reflection if it is not square. */
function thumbnail(image: CellImage): CellImage {
  const { width, height } = image;
  const side = Math.max(width, height);
  const window = {
    left: Math.floor((width - side) / 2),
    top: Math.floor((height - side) / 2),
    width: side,
    height: side,
  };
  return resizePixels(cutWindow(image, window), [THUMBNAIL, THUMBNAIL]);
}
