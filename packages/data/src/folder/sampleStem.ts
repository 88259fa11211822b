import path from "node:path";

/** Name of an image of a folder, and of its file. */
export interface NamedSample {
  readonly name: string;
  /** @default `name` */
  readonly file?: string | undefined;
}

/**
 * Return the name of an image without the extension of its file, with the position in the file as a part of the name: `a/stack.tif#z3t0` becomes
 * `a/stack-z3t0`.
 */
export function sampleStem({ name, file = name }: NamedSample): string {
  return `${fileStem(file)}${positionText({ name, file })}`;
}

/** Return the position of an image in its file as a part of a file name, such as `-z3t0`; "" for a whole file. */
export function positionText({ name, file = name }: NamedSample): string {
  return name.slice(file.length).replaceAll("/", "-").replace(/^#/, "-");
}

/** Return a file name without its extension. */
function fileStem(file: string): string {
  const extension = /\.ome\.(tiff?|zarr)$/i.exec(file)?.[0] ?? path.extname(file);
  return file.slice(0, file.length - extension.length);
}
