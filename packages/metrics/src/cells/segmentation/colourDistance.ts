/**
 * Return the distance of each pixel's color from a reference: `sqrt(mean over channels (value - colour)²)`, 0…1.
 *
 * @param planes - One plane per channel, values in 0…1.
 * @param color - One number per channel.
 */
export function colourDistance(planes: readonly Float64Array[], colour: Float64Array): Float64Array {
  const distance = new Float64Array(planes[0]!.length);
  for (const [channel, plane] of planes.entries()) {
    const level = colour[channel]!;
    for (let pixel = 0; pixel < plane.length; pixel++) distance[pixel]! += (plane[pixel]! - level) ** 2;
  }
  for (let pixel = 0; pixel < distance.length; pixel++) {
    distance[pixel] = Math.sqrt(distance[pixel]! / planes.length);
  }
  return distance;
}
