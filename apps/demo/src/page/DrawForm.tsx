import { defaultSampler, defaultStepsFor, type SamplerName, samplerNames } from "@cellgen/samplers";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { DrawSettings, ModelFacts } from "../protocol.ts";
import { NumberField } from "./NumberField.tsx";

const samplerLabels: Readonly<Record<SamplerName, string>> = {
  "dpm++2m": "DPM-Solver++",
  ddim: "DDIM",
  ddpm: "DDPM",
};

interface Props {
  readonly model: ModelFacts | undefined;
  readonly isReady: boolean;
  readonly isBusy: boolean;
  draw(settings: DrawSettings): void;
  stop(): void;
}

/** What to draw, and the buttons that begin and end it. */
export function DrawForm({ model, isReady, isBusy, draw, stop }: Props): JSX.Element {
  const maxSteps = model?.maxSteps ?? 1000;
  const stepsOf = (name: SamplerName): number => defaultStepsFor(name, maxSteps);
  const [label, setLabel] = useState<number>();
  const [count, setCount] = useState(8);
  const [sampler, setSampler] = useState<SamplerName>(defaultSampler);
  const [steps, setSteps] = useState(stepsOf(defaultSampler));
  const [seed, setSeed] = useState(0);
  const drawButton = useRef<HTMLButtonElement>(null);
  const isIdle = model !== undefined && isReady && !isBusy;

  const submit = (event: Event): void => {
    event.preventDefault();
    if (isIdle) draw({ count, seed, sampler, steps, label });
  };
  const chooseSampler = (name: SamplerName): void => {
    setSampler(name);
    setSteps(stepsOf(name));
  };
  const stopAndReturn = (): void => {
    stop();
    // The button goes, and the focus with it.
    drawButton.current?.focus();
  };
  return (
    <form class="panel" onSubmit={submit} aria-labelledby="draw-title">
      <h2 id="draw-title">Images</h2>
      {model && model.classes.length > 0 && (
        <label class="field">
          <span>Class</span>
          <select
            value={label ?? ""}
            onChange={({ currentTarget: { value } }) => setLabel(value === "" ? undefined : Number(value))}
          >
            <option value="">Each in turn</option>
            {model.classes.map((name, index) => (
              <option key={name} value={index}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <NumberField name="How many" value={count} min={1} max={64} set={setCount} />
      <label class="field">
        <span>Sampler</span>
        <select
          value={sampler}
          onChange={({ currentTarget: { value } }) => chooseSampler(value as SamplerName)}
        >
          {samplerNames.map((name) => (
            <option key={name} value={name}>
              {samplerLabels[name]}
            </option>
          ))}
        </select>
      </label>
      <NumberField name="Steps" value={steps} min={1} max={maxSteps} set={setSteps} />
      <NumberField name="Seed" value={seed} min={0} max={Number.MAX_SAFE_INTEGER} set={setSeed} />
      <div class="row">
        <button type="submit" class="primary" ref={drawButton} aria-disabled={!isIdle}>
          Draw
        </button>
        {isBusy && (
          <button type="button" onClick={stopAndReturn}>
            Stop
          </button>
        )}
        {!isBusy && (
          <button type="button" onClick={() => setSeed(Math.floor(Math.random() * 1_000_000))}>
            Another seed
          </button>
        )}
      </div>
    </form>
  );
}
