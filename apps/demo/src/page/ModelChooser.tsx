import type { JSX, TargetedEvent } from "preact";
import { chosenFolder } from "../models/chosenFolder.ts";
import type { ModelFacts, ModelSource } from "../protocol.ts";
import { shippedModel } from "./studio/shippedModel.ts";
import { isBusy, type StudioState } from "./studio/studioState.ts";

interface Props {
  readonly state: StudioState;
  open(source: ModelSource): void;
}

/** Which model is open, and what opens another. */
export function ModelChooser({ state, open }: Props): JSX.Element {
  const { model, isOpening } = state;
  const isDisabled = isBusy(state) || isOpening;
  const choose = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    const source = currentTarget.files && chosenFolder(currentTarget.files);
    // The same folder may be chosen again, after it was mended.
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
        Any model folder that cellgen or diffusers has written: one with a <code>model_index.json</code>. It
        can be dropped onto the page, too.
      </p>
    </section>
  );
}

/** A folder is chosen, not files; preact's types do not know the attribute. */
function asFolderInput(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true;
}

function describe({ width, height, channels, classes, parameterCount }: ModelFacts): string {
  const facts = [
    `${width} × ${height} pixels`,
    channels === 1 ? "grey" : "colour",
    classes.length > 0 ? `${classes.length} classes` : "no classes",
    `${new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 }).format(parameterCount)} parameters`,
  ];
  return facts.join(", ");
}
