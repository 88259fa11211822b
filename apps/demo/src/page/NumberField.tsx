import type { JSX } from "preact";
import { useState } from "preact/hooks";

interface Props {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  set(value: number): void;
}

/** Labeled integer field. The browser validates the range when the form is submitted. */
export function NumberField({ name, value, min, max, set }: Props): JSX.Element {
  const [text, setText] = useState<string>();
  return (
    <label class="field">
      <span>{name}</span>
      <input
        type="number"
        inputMode="numeric"
        required
        step={1}
        min={min}
        max={max}
        value={text ?? String(value)}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          if (currentTarget.validity.valid) set(currentTarget.valueAsNumber);
        }}
        // Show values set from outside unless the field has the focus.
        onBlur={({ currentTarget }) => {
          if (currentTarget.validity.valid) setText(undefined);
        }}
      />
    </label>
  );
}
