import { defaultSampler, defaultStepsFor, type SamplerName, samplerNames } from "@cellgen/samplers";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { GenerationSettings, ModelFacts } from "../protocol.ts";
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
  generate(settings: GenerationSettings): void;
  stop(): void;
}

/** Form with the generation settings and the buttons that start and stop it. */
export function GenerateForm({ model, isReady, isBusy, generate, stop }: Props): JSX.Element {
  const maxSteps = model?.maxSteps ?? 1000;
  const stepsOf = (name: SamplerName): number => defaultStepsFor(name, maxSteps);
  const [label, setLabel] = useState<number>();
  const [count, setCount] = useState(8);
  const [sampler, setSampler] = useState<SamplerName>(defaultSampler);
  const [steps, setSteps] = useState(stepsOf(defaultSampler));
  const [seed, setSeed] = useState(0);
  const generateButton = useRef<HTMLButtonElement>(null);
  const isIdle = model !== undefined && isReady && !isBusy;

  const submit = (event: Event): void => {
    event.preventDefault();
    if (isIdle) generate({ count, seed, sampler, steps, label });
  };
  const chooseSampler = (name: SamplerName): void => {
    setSampler(name);
    setSteps(stepsOf(name));
  };
  const stopAndReturn = (): void => {
    stop();
    // The Stop button disappears: keep the keyboard focus in the form.
    generateButton.current?.focus();
  };
  return (
    <form class="panel" onSubmit={submit} aria-labelledby="generate-title">
      <h2 id="generate-title">Images</h2>
      {model && model.classes.length > 0 && (
        <label class="field">
          <span>Class</span>
          <select
            value={label ?? ""}
            onChange={({ currentTarget: { value } }) => setLabel(value === "" ? undefined : Number(value))}
          >
            <option value="">All, in turn</option>
            {model.classes.map((name, index) => (
              <option key={name} value={index}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <NumberField name="Number of images" value={count} min={1} max={64} set={setCount} />
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
        <button type="submit" class="primary" ref={generateButton} aria-disabled={!isIdle}>
          Generate
        </button>
        {isBusy && (
          <button type="button" onClick={stopAndReturn}>
            Stop
          </button>
        )}
        {!isBusy && (
          <button type="button" onClick={() => setSeed(Math.floor(Math.random() * 1_000_000))}>
            New seed
          </button>
        )}
      </div>
    </form>
  );
}
