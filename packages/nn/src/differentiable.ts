import * as tf from "@tensorflow/tfjs-core";

interface Forward<Result extends tf.Tensor, Saved extends tf.Tensor[]> {
  readonly value: Result;
  /** Tensors that the gradient needs. tfjs keeps them until then. */
  readonly saved: Saved;
  /** Computes the gradient of each input, in the order of the inputs. */
  readonly gradient: (dy: Result, saved: Saved) => tf.Tensor[];
}

/** Define a function of tensors with a custom gradient: `tf.customGrad` with typed saved tensors, in one `tf.tidy`. */
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
