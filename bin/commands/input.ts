import { InputError, readRecords, type SourceRecord } from '../../lib/auto-tagging/read-records';

/**
 * Reads CloudTrail records; what the operating system has against it becomes one line.
 *
 * @throws InputError
 */
export function readInput(path: string): readonly SourceRecord[] {
  try {
    return readRecords(path);
  } catch (error) {
    const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new InputError(`${path}: cannot be read: ${code}`);
  }
}
