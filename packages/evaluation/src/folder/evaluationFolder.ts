/** Option with the path of an image folder. */
export type EvaluationFolder = "data" | "heldOut" | "images";
