/** Columns of an index with a meaning, by their indexes. */
export interface CsvColumns {
  readonly file: number;
  readonly label?: number;
  readonly split?: number;
  readonly group?: number;
  readonly z?: number;
  readonly time?: number;
  readonly channel?: number;
  readonly box?: BoxColumns;
}

/** Columns of a box: left and top, then width and height, or right and bottom. */
interface BoxColumns {
  readonly columns: readonly [number, number, number, number];
  readonly hasCorners: boolean;
}

/** Names of columns with a meaning, in order of preference. */
const NAMES = {
  file: ["path", "file", "filename", "file_name", "image", "image_path", "image_file"],
  label: ["label", "class", "class_name", "category", "cell_type"],
  split: ["split", "set", "subset"],
  group: ["group", "slide", "patient", "field", "source_image"],
  z: ["z", "z_index", "focal_plane"],
  time: ["t", "time", "time_point", "timepoint", "frame"],
  channel: ["channel", "c"],
} as const;

const BOX_NAMES = [
  { names: ["x", "y", "width", "height"], hasCorners: false },
  { names: ["x", "y", "w", "h"], hasCorners: false },
  { names: ["left", "top", "width", "height"], hasCorners: false },
  { names: ["left", "top", "right", "bottom"], hasCorners: true },
  { names: ["xmin", "ymin", "xmax", "ymax"], hasCorners: true },
  { names: ["x_min", "y_min", "x_max", "y_max"], hasCorners: true },
  { names: ["x1", "y1", "x2", "y2"], hasCorners: true },
];

/** Find the columns with a meaning, by their names in any case. @returns Undefined without a column of files. */
export function csvColumns(columns: readonly string[]): CsvColumns | undefined {
  const names = columns.map((name) => name.toLowerCase().replace(/[\s-]+/g, "_"));
  const indexOf = (wanted: readonly string[]): number | undefined => {
    const found = wanted.find((name) => names.includes(name));
    return found === undefined ? undefined : names.indexOf(found);
  };
  const file = indexOf(NAMES.file);
  if (file === undefined) return undefined;
  const found: { -readonly [Key in keyof CsvColumns]?: CsvColumns[Key] } = {};
  for (const role of ["label", "split", "group", "z", "time", "channel"] as const) {
    const index = indexOf(NAMES[role]);
    if (index !== undefined) found[role] = index;
  }
  const box = BOX_NAMES.find((form) => form.names.every((name) => names.includes(name)));
  if (box) {
    const [a, b, c, d] = box.names.map((name) => names.indexOf(name)) as [number, number, number, number];
    found.box = { columns: [a, b, c, d], hasCorners: box.hasCorners };
  }
  return { file, ...found };
}

/** Names that a column of files may have. */
export const FILE_COLUMNS: readonly string[] = NAMES.file;
