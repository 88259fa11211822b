import sharp from "sharp";

/** Number of channels that a file stores, without alpha: 3 where it is RGB, even if all are equal. */
export async function storedChannels(file: string): Promise<1 | 3> {
  const { space } = await sharp(file).metadata();
  return space === "b-w" || space === "grey16" ? 1 : 3;
}
