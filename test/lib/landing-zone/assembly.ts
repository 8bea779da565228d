import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LandingZoneConfig } from '../../../lib/landing-zone/config';
import { synthesizeLandingZone } from '../../../lib/landing-zone/synthesize';
import { type Resource, readLandingZone, type Template } from '../../../lib/landing-zone/template';

/** The template with another config. */
export function templateWith(config: LandingZoneConfig = {}): Template {
  const folder = mkdtempSync(join(tmpdir(), 'landing-zone-'));
  try {
    synthesizeLandingZone(config, folder);
    return readLandingZone(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A copy of a template in which every resource of a type is another one. */
export function withEach(template: Template, type: string, change: (resource: Resource) => Resource): Template {
  const copy = structuredClone(template);
  const changed = Object.entries(copy.Resources).map(
    ([id, one]) => [id, one.Type === type ? change(one) : one] as const,
  );
  if (!changed.some(([, { Type }]) => Type === type)) throw new Error(`no resource of the type ${type}`);
  return { ...copy, Resources: Object.fromEntries(changed) };
}

/** A copy with one more resource. */
export function withResource(template: Template, id: string, resource: Resource): Template {
  return { ...template, Resources: { ...template.Resources, [id]: resource } };
}
