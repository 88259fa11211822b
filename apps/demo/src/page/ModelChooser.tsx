import { channelsText } from "@cellgen/data/text";
import type { JSX, TargetedEvent } from "preact";
import { chosenFolder } from "../models/chosenFolder.ts";
import type { ModelFacts, ModelSource } from "../protocol.ts";
import { shippedModel } from "./studio/shippedModel.ts";
import { isBusy, type StudioState } from "./studio/studioState.ts";

interface Props {
  readonly state: StudioState;
  open(source: ModelSource): void;
}

/** Panel that shows the open model and opens others. */
export function ModelChooser({ state, open }: Props): JSX.Element {
  const { model, isOpening } = state;
  const isDisabled = isBusy(state) || isOpening;
  const choose = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    const source = currentTarget.files && chosenFolder(currentTarget.files);
    // Clear the value, so that choosing the same folder again triggers a change event.
    if (source) open(source);
    currentTarget.value = "";
  };
  return (
    <section class="panel" aria-labelledby="model-title">
      <h2 id="model-title">Model</h2>
      <p class="model" role="status">
        <strong>{isOpening ? "Opening…" : (model?.name ?? "None")}</strong>
        {!isOpening && model && <span>{describe(model)}</span>}
      </p>
      <div class="row">
        <label class={isDisabled ? "button disabled" : "button"}>
          Open a folder…
          <input type="file" ref={asFolderInput} disabled={isDisabled} onChange={choose} />
        </label>
        {model && model.name !== shippedModel.name && (
          <button type="button" disabled={isDisabled} onClick={() => open(shippedModel)}>
            {shippedModel.name}
          </button>
        )}
      </div>
      <p class="hint">
        A model folder of cellgen or diffusers, with a <code>model_index.json</code>. You can also drop it
        onto the page.
      </p>
    </section>
  );
}

/** Let the input choose a folder. Preact's types lack the attribute `webkitdirectory`. */
function asFolderInput(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true;
}

function describe({ width, height, channels, channelNames, classes, parameterCount }: ModelFacts): string {
  const facts = [
    `${width} × ${height} pixels`,
    channelsText(channels, channelNames),
    classes.length > 0 ? `${classes.length} classes` : "no classes",
    `${new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 }).format(parameterCount)} parameters`,
  ];
  return facts.join(", ");
}
