import type { FinishedImage, GenerationSettings, ModelFacts, Preview, Reply } from "../../protocol.ts";

export interface StudioState {
  /** Description of the engine; undefined while it starts. */
  readonly engine: string | undefined;
  /** The open model. */
  readonly model: ModelFacts | undefined;
  readonly isOpening: boolean;
  readonly generation: Generation | undefined;
  /** Message of the last error. */
  readonly error: string | undefined;
}

/** A generation, in progress or finished. */
export interface Generation {
  readonly status: "preparing" | "generating" | "done" | "stopped" | "failed";
  readonly model: ModelFacts;
  readonly settings: GenerationSettings;
  /** Network calls so far, and in total. */
  readonly done: number;
  readonly total: number;
  /** Images by index; undefined before the first step. */
  readonly images: readonly (Preview | FinishedImage | undefined)[];
  readonly seconds: number;
}

type Action =
  | Reply
  | { readonly kind: "opening" }
  | { readonly kind: "generating"; readonly settings: GenerationSettings };

export const initialState: StudioState = {
  engine: undefined,
  model: undefined,
  isOpening: true,
  generation: undefined,
  error: undefined,
};

export function isBusy({ generation }: StudioState): boolean {
  return generation?.status === "preparing" || generation?.status === "generating";
}

/** Return the finished images. */
export function finishedImages({ images }: Generation): FinishedImage[] {
  return images.filter((image) => image !== undefined && "file" in image);
}

/** Compute the next state from a request to the worker or a reply from it. */
export function studioReducer(state: StudioState, action: Action): StudioState {
  const { generation } = state;
  switch (action.kind) {
    case "engine":
      return { ...state, engine: action.description };
    case "opening":
      return { ...state, isOpening: true, error: undefined };
    case "opened":
      return { ...state, isOpening: false, model: action.model };
    case "generating":
      return { ...state, error: undefined, generation: begun(state.model!, action.settings) };
    case "step": {
      if (!generation) return state;
      const { done, total } = action;
      return {
        ...state,
        generation: {
          ...generation,
          status: "generating",
          done,
          total,
          images: put(generation, action.previews),
        },
      };
    }
    case "image":
      return generation
        ? { ...state, generation: { ...generation, images: put(generation, [action.image]) } }
        : state;
    case "generated": {
      if (!generation) return state;
      const status = action.isStopped ? "stopped" : "done";
      return { ...state, generation: { ...finished(generation), status, seconds: action.seconds } };
    }
    case "failed":
      return {
        ...state,
        error: action.message,
        isOpening: action.doing === "open" ? false : state.isOpening,
        generation:
          generation && action.doing === "generate"
            ? { ...finished(generation), status: "failed" }
            : generation,
      };
  }
}

function begun(model: ModelFacts, settings: GenerationSettings): Generation {
  const images = new Array<undefined>(settings.count).fill(undefined);
  return { status: "preparing", model, settings, done: 0, total: 0, images, seconds: 0 };
}

function put({ images }: Generation, changed: readonly (Preview | FinishedImage)[]): Generation["images"] {
  const all = [...images];
  for (const image of changed) all[image.index] = image;
  return all;
}

/** Drop unfinished images when a generation ends. */
function finished(generation: Generation): Generation {
  return { ...generation, images: finishedImages(generation) };
}
