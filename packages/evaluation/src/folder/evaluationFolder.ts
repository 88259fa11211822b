/** The option that names a folder of images. */
export type EvaluationFolder = "data" | "heldOut" | "images";
