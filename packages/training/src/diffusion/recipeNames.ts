/** Names of the recipes: from small to large images, then by purpose. */
export const recipeNames = ["32px", "64px", "128px", "denoising"] as const;

export type RecipeName = (typeof recipeNames)[number];
