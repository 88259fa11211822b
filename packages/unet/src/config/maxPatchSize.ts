/** Maximum side of the squares of pixels that are folded into channels. */
export const MAX_PATCH_SIZE = 16;
