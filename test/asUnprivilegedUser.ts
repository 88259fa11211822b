/** The user and the group `nobody` and `nogroup` of Linux, and of macOS up to the sign. */
const nobody = 65534;

/**
 * Do work as a user without special rights where the process is an administrator's, whom no permission stops. Test files that import this run
 * in a child process each (`vitest.config.ts`), so that no other test is affected.
 */
export async function asUnprivilegedUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  const groups = process.getgroups!();
  process.setgroups!([nobody]);
  process.setegid!(nobody);
  process.seteuid!(nobody);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
    process.setegid!(0);
    process.setgroups!(groups);
  }
}
