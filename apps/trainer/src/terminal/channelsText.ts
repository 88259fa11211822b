/** Describe the channels of an image: "grey", "colour", "4 channels" or "DAPI, GFP". */
export function channelsText(channels: number, names?: readonly string[]): string {
  if (names) return names.join(", ");
  return channels === 1 ? "grey" : channels === 3 ? "colour" : `${channels} channels`;
}
