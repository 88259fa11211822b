/** Describe the channels of an image: "gray", "color", "4 channels" or "DAPI, GFP". */
export function channelsText(channels: number, names?: readonly string[]): string {
  if (names) return names.join(", ");
  return channels === 1 ? "gray" : channels === 3 ? "color" : `${channels} channels`;
}
