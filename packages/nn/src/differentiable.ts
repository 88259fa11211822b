import * as tf from "@tensorflow/tfjs-core";

interface Forward<Result extends tf.Tensor, Saved extends tf.Tensor[]> {
  readonly value: Result;
  /** What the gradient needs; tfjs keeps it alive until then. */
  readonly saved: Saved;
  /** The gradient of each input, in the inputs' order. */
  readonly gradient: (dy: Result, saved: Saved) => tf.Tensor[];
}

/** A function of tensors with a hand-written gradient: `tf.customGrad` with its saving of tensors typed, in one `tf.tidy`. */
export function differentiable<Result extends tf.Tensor, Saved extends tf.Tensor[]>(
  inputs: readonly tf.Tensor[],
  forward: () => Forward<Result, Saved>,
): Result {
  const run = tf.customGrad<Result>((...args) => {
    const save = args[inputs.length] as tf.GradSaveFunc;
    const { value, saved, gradient } = forward();
    save(saved);
    return { value, gradFunc: (dy, kept) => gradient(dy, kept as Saved) };
  });
  return tf.tidy(() => run(...inputs));
}
