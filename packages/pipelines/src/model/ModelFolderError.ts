/**
 * - `ERR_NO_MODEL_FOLDER`: the folder does not exist.
 * - `ERR_UNFINISHED_RUN`: the folder holds a training run that has not written its model yet.
 */
export type ModelFolderErrorCode = "ERR_NO_MODEL_FOLDER" | "ERR_UNFINISHED_RUN";

/** A folder that holds no model yet. */
export class ModelFolderError extends RangeError {
  override readonly name = "ModelFolderError";
  readonly code: ModelFolderErrorCode;

  constructor(code: ModelFolderErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
