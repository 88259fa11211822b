import type { NetworkInput } from "./featureNetwork.ts";

/** Training objective: classification, or contrastive learning without classes. */
export type NetworkKind = "classifier" | "contrastive";

/** Trained network, with all data needed to use it again. */
export interface NetworkWeights {
  readonly kind: NetworkKind;
  readonly input: NetworkInput;
  /** Number of classes of a classifier, at least 2; 0 for a contrastive network. */
  readonly classes: number;
  /** Tensors by name, in tfjs's layout. */
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
}

/** Combine parameters and channel statistics into weights. */
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
