import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCAN_TAG } from '../../../services/chat-system/attachments/s3';
import type { LocalAws } from '../../local/aws/local-aws';

type Objects = Pick<LocalAws, 'buckets' | 'objectMetadata' | 'onObject'>;

/** What is beside the bytes of an object. */
interface Note {
  readonly key: string;
  readonly contentType: string;
}

/** Puts what an earlier run has kept into the bucket. It was scanned then. */
export function loadObjects({ buckets, objectMetadata }: Objects, bucket: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue;
    const { key, contentType } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Note;
    const body = readFileSync(join(folder, name.replace(/\.json$/, '')));
    buckets.get(bucket)?.set(key, body);
    objectMetadata.set(body, { contentType, tags: { [SCAN_TAG.key]: SCAN_TAG.clean } });
  }
}

/** From now on keeps each new object of the bucket in the folder. */
export function saveObjects(aws: Objects, bucket: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  aws.onObject((object) => {
    if (object.bucket !== bucket) return;
    const file = join(folder, encodeURIComponent(object.key));
    const { contentType = 'binary/octet-stream' } = aws.objectMetadata.get(object.body) ?? {};
    writeFileSync(file, object.body);
    writeFileSync(`${file}.json`, JSON.stringify({ key: object.key, contentType } satisfies Note));
  });
}
