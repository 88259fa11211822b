import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { encodePng } from "../images/encodePng.ts";
import type { FinishedImage, GenerationSettings, ModelFacts, Preview } from "../protocol.ts";
import { fileName } from "./fileName.ts";
import { saveFile } from "./saveFile.ts";

interface Props {
  readonly index: number;
  readonly image: Preview | FinishedImage | undefined;
  readonly model: ModelFacts;
  readonly settings: GenerationSettings;
}

/** Tile of one image, in progress or finished. */
export function Tile({ index, image, model, settings }: Props): JSX.Element {
  const { width, height } = model;
  const canvas = useRef<HTMLCanvasElement>(null);
  const finished = image && "file" in image ? image : undefined;
  // Noise flickers: with reduced motion, show finished images only.
  const shown = finished || !wantsLessMotion() ? image?.shown : undefined;
  useLayoutEffect(() => {
    const context = canvas.current!.getContext("2d", { alpha: false });
    if (shown) context?.putImageData(shown, 0, 0);
    // Clear the image of an earlier generation.
    else context?.clearRect(0, 0, width, height);
  }, [shown]);
  const name = `image ${index + 1}${finished?.className === undefined ? "" : `, ${finished.className}`}`;
  const save = async (): Promise<void> => {
    if (finished) saveFile(await encodePng(finished.file), fileName(model, settings, finished));
  };
  return (
    <li class={shown ? "tile" : "tile waiting"}>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={finished ? `Generated cells: ${name}` : `${name}, not finished`}
      />
      <div class="caption">
        <span>{finished?.className ?? index + 1}</span>
        <button type="button" aria-label={`Save ${name}`} disabled={!finished} onClick={save}>
          Save
        </button>
      </div>
    </li>
  );
}

const wantsLessMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
