import type { NetworkInput } from "./featureNetwork.ts";

/** What a network was taught by: the images' classes, or by nothing but the images. */
export type NetworkKind = "classifier" | "contrastive";

/** A trained network: all that is needed to use it again. */
export interface NetworkWeights {
  readonly kind: NetworkKind;
  readonly input: NetworkInput;
  /** Of a classifier, from 2; 0 for a contrastive network. */
  readonly classes: number;
  /** By name; in tfjs's layout. */
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
}

/** Lays parameters and channel statistics out as weights. */
export function networkWeights(
  kind: NetworkKind,
  { height, width, channels }: NetworkInput,
  classes: number,
  shapes: Readonly<Record<string, readonly number[]>>,
  parameters: Readonly<Record<string, Float32Array>>,
  statistics: Readonly<Record<string, Float32Array>>,
): NetworkWeights {
  const tensors = Object.entries({ ...shapes, ...mapped(statistics, ({ length }) => [length]) }).map(
    ([name, shape]) => [name, { shape, data: (parameters[name] ?? statistics[name])! }] as const,
  );
  return { kind, input: { height, width, channels }, classes, tensors: Object.fromEntries(tensors) };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
