/** The user and the group `nobody` and `nogroup` of Linux, and of macOS up to the sign. */
const nobody = 65534;

/**
 * Do work as a user without special rights where the process has an administrator's, whom no permission stops. Each test file runs in a child
 * process of vitest, so that no other test is affected.
 */
export async function asUnprivilegedUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.setegid!(nobody);
  process.seteuid!(nobody);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
    process.setegid!(0);
  }
}
