/**
 * The normals of PyTorch's CPU generator (`torch.randn` of 16 values or more, a multiple of 16), with which Hugging Face's tests draw noise.
 *
 * MT19937 seeded with `seed` gives u = (word mod 2^24) / 2^24; in each block of 16, `r = sqrt(-2 log(1 - u[j]))`, then
 * `out[j] = r cos(2 pi u[j + 8])` and `out[j + 8] = r sin(2 pi u[j + 8])`.
 *
 * @returns A function that goes on in the sequence with each call.
 */
export function torchNormal(seed: number): (count: number) => Float32Array {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, before) + i;
  }
  let next = 624;

  function word(): number {
    if (next === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      next = 0;
    }
    let y = state[next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  return (count) => {
    const u = Float64Array.from({ length: count }, () => (word() & 0xffffff) / 2 ** 24);
    return Float32Array.from(u, (_, i) => {
      const radius = i - (i % 16) + (i % 8);
      const r = Math.sqrt(-2 * Math.log(1 - u[radius]!));
      const angle = 2 * Math.PI * u[radius + 8]!;
      return i % 16 < 8 ? r * Math.cos(angle) : r * Math.sin(angle);
    });
  };
}
