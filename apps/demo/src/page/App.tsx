import type { JSX } from "preact";
import { droppedFolder } from "../models/droppedFolder.ts";
import { GenerateForm } from "./GenerateForm.tsx";
import { ModelChooser } from "./ModelChooser.tsx";
import { Results } from "./Results.tsx";
import { isBusy } from "./studio/studioState.ts";
import { useStudio } from "./studio/useStudio.ts";
import { useDrop } from "./useDrop.ts";
import { useRevealed } from "./useRevealed.ts";

export function App(): JSX.Element {
  const studio = useStudio();
  const { state } = studio;
  const isDragged = useDrop(!isBusy(state) && !state.isOpening, (items) => studio.open(droppedFolder(items)));
  const results = useRevealed(isBusy(state) || state.error !== undefined);
  return (
    <div class={isDragged ? "page dragged" : "page"}>
      <header>
        <h1>Generate cell images</h1>
        <p>
          A diffusion model generates images from random noise, in your browser. Nothing is uploaded, and the
          page works offline.
        </p>
      </header>
      <main>
        <div class="controls">
          <ModelChooser state={state} open={studio.open} />
          <GenerateForm
            // The fields depend on the model: reset them when it changes.
            key={JSON.stringify([state.model?.classes, state.model?.maxSteps])}
            model={state.model}
            isReady={state.engine !== undefined && !state.isOpening}
            isBusy={isBusy(state)}
            generate={studio.generate}
            stop={studio.stop}
          />
        </div>
        <section class="results" aria-label="Images" ref={results}>
          <p class="error" role="alert">
            {state.error}
          </p>
          <Results generation={state.generation} />
        </section>
      </main>
      <footer>
        <p>Engine: {state.engine ?? "starting…"}</p>
        <p>
          The images are synthetic. They are not evidence of anything in a patient and do not replace real
          images.
        </p>
      </footer>
    </div>
  );
}
