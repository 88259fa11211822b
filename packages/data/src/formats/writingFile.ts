/**
 * Run a writer of a file.
 *
 * @param caller - Name of the public function, for the message.
 * @throws Error with the file's path; the system error is its cause.
 */
export async function writingFile<T>(caller: string, file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${caller}: ${file} cannot be written: ${reason}. Choose an existing folder with write permission.`,
      { cause: error },
    );
  }
}
