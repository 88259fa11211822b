import type { JSX } from "preact";
import { encodePng } from "../images/encodePng.ts";
import { imageGrid } from "../images/imageGrid.ts";
import { describeGeneration, sampleCommand } from "./describeGeneration.ts";
import { fileName } from "./fileName.ts";
import { saveFile } from "./saveFile.ts";
import { finishedImages, type Generation } from "./studio/studioState.ts";
import { Tile } from "./Tile.tsx";

/** The generated images, with buttons to save them. */
export function Results({ generation }: { readonly generation: Generation | undefined }): JSX.Element {
  return (
    <>
      {/* One element from the beginning: what is read out must be there before it changes. */}
      <p class={generation ? "status" : "status empty"} role="status">
        {generation ? describeGeneration(generation) : "Press Generate to generate images."}
      </p>
      {generation && <Images generation={generation} />}
    </>
  );
}

function Images({ generation }: { readonly generation: Generation }): JSX.Element {
  const { model, settings, status, done, total, images } = generation;
  const finished = finishedImages(generation);
  const isBusy = status === "preparing" || status === "generating";
  const saveGrid = async (): Promise<void> => {
    saveFile(await encodePng(imageGrid(finished.map(({ file }) => file))), fileName(model, settings));
  };
  return (
    <>
      <div class="progress">
        {isBusy && <progress aria-label="Progress" max={total || 1} value={done} />}
        {!isBusy && finished.length > 0 && (
          <button type="button" onClick={saveGrid}>
            Save all as one PNG
          </button>
        )}
      </div>
      <ul class="tiles">
        {images.map((image, index) => (
          <Tile key={index} index={index} image={image} model={model} settings={settings} />
        ))}
      </ul>
      {status === "done" && (
        <p class="hint command">
          Command that generates the same images, where MODEL is the model folder:
          <code>{sampleCommand(generation)}</code>
        </p>
      )}
    </>
  );
}
