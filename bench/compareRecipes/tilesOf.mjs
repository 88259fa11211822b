import { compositeOf, imageProcessor } from "@cellgen/data";

/** Generated images as tiles of a picture. */
export function tilesOf(images, card) {
  const { channelNames, displayColors: colors, classes } = card;
  const processor = imageProcessor(card);
  return images.map(({ values, height, width, channels, label }) => ({
    ...compositeOf(
      { values: processor.toDisplay(values), height, width, channels },
      { colors, channelNames },
    ),
    ...(label === undefined ? {} : { label: classes[label] }),
  }));
}
