/** The largest of pixel values; 0 where there are none. */
export function brightest(data: Uint8Array | Uint16Array): number {
  let most = 0;
  for (const value of data) if (value > most) most = value;
  return most;
}
