/** The part of onnxruntime-web whose calls are serialized. */
interface Runtime {
  readonly InferenceSession: { create(...given: never[]): Promise<Session> };
}

interface Session {
  run(...given: never[]): Promise<unknown>;
  release(): Promise<void>;
}

/**
 * Serialize the calls of onnxruntime-web. In WebAssembly all sessions share one stack, which a concurrent call would overwrite while the
 * first one waits for the GPU.
 */
export function oneAtATime<R extends Runtime>(runtime: R): R {
  let last: Promise<unknown> = Promise.resolve();
  const afterOthers =
    <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result> => {
      const result = last.then(() => work(...given));
      last = result.catch(() => {});
      return result;
    };
  const { InferenceSession: sessions } = runtime;
  const create = afterOthers(async (...given: Parameters<typeof sessions.create>) => {
    const session = await sessions.create(...given);
    session.run = afterOthers(session.run.bind(session));
    session.release = afterOthers(session.release.bind(session));
    return session;
  });
  return { ...runtime, InferenceSession: { ...sessions, create } } as R;
}
