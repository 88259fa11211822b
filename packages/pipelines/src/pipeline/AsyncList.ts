/**
 * Results that are computed one at a time. `await` returns all of them as an array; `for await` yields each result as soon as it is computed.
 *
 * Computation starts at the first `await` or `for await`. Each `for await` starts over; awaiting twice returns the same array.
 */
export class AsyncList<T> implements PromiseLike<T[]>, AsyncIterable<T> {
  readonly #start: () => AsyncIterable<T>;
  #all: Promise<T[]> | undefined;

  constructor(start: () => AsyncIterable<T>) {
    this.#start = start;
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#start()[Symbol.asyncIterator]();
  }

  // biome-ignore lint/suspicious/noThenProperty: `await` returns all results.
  then<Value = T[], Failure = never>(
    onFulfilled?: ((all: T[]) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Value | Failure> {
    this.#all ??= this.#collect();
    return this.#all.then(onFulfilled, onRejected);
  }

  async #collect(): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this) all.push(item);
    return all;
  }
}
