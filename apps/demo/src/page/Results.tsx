import type { JSX } from "preact";
import { encodePng } from "../images/encodePng.ts";
import { imageGrid } from "../images/imageGrid.ts";
import { describeDrawing, sampleCommand } from "./describeDrawing.ts";
import { fileName } from "./fileName.ts";
import { saveFile } from "./saveFile.ts";
import { type Drawing, drawnImages } from "./studioState.ts";
import { Tile } from "./Tile.tsx";

/** The images that are drawn, or were, and how to keep them. */
export function Results({ drawing }: { readonly drawing: Drawing | undefined }): JSX.Element {
  return (
    <>
      {/* One element from the beginning: what is read out must be there before it changes. */}
      <p class={drawing ? "status" : "status empty"} role="status">
        {drawing ? describeDrawing(drawing) : "Press Draw, and watch the cells come out of the noise."}
      </p>
      {drawing && <Images drawing={drawing} />}
    </>
  );
}

function Images({ drawing }: { readonly drawing: Drawing }): JSX.Element {
  const { model, settings, status, done, total, images } = drawing;
  const finished = drawnImages(drawing);
  const isBusy = status === "preparing" || status === "drawing";
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
          The same images on the command line, where MODEL is the model's folder:
          <code>{sampleCommand(drawing)}</code>
        </p>
      )}
    </>
  );
}
