/**
 * Codes of {@link ModelFolderError}.
 *
 * - `ERR_NO_MODEL_FOLDER`: the folder does not exist.
 * - `ERR_NO_MODEL`: the folder, or the other source of files, has no `model_index.json`.
 * - `ERR_UNFINISHED_RUN`: the folder holds a training run that has not written its model yet.
 */
export type ModelFolderErrorCode = "ERR_NO_MODEL_FOLDER" | "ERR_NO_MODEL" | "ERR_UNFINISHED_RUN";

/** Error about a folder without a model. */
export class ModelFolderError extends RangeError {
  override readonly name = "ModelFolderError";
  readonly code: ModelFolderErrorCode;

  constructor(code: ModelFolderErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
