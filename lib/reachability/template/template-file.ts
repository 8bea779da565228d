import { InputError } from '../input-error';
import { isRecord, readJsonObject } from './json-file';
import type { Stack, Template } from './stack';

/** A stack and the folder of its template, as nested templates lie beside it. */
export interface TopStack extends Stack {
  readonly folder: string;
}

/** A parsed template. @throws InputError */
export function readTemplate(file: string): Template {
  const template = readJsonObject(file);
  for (const [logicalId, resource] of Object.entries(isRecord(template.Resources) ? template.Resources : {})) {
    if (!isRecord(resource) || typeof resource.Type !== 'string') {
      throw new InputError(`${file} does not parse: resource ${logicalId} has no Type`);
    }
  }
  return template as Template;
}
