import type { Component } from '../model';
import type { Item } from './answers';

/** A tag as EC2 writes it. */
export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Value of a tag. */
export function tagOf(tags: readonly Tag[] | undefined, key: string): string | undefined {
  return tags?.find((tag) => tag.Key === key)?.Value || undefined;
}

/** What every component has; the owner that the row names goes before the account that was asked. */
export function component(
  id: string,
  item: Item<{ readonly OwnerId?: string | undefined; readonly Tags?: readonly Tag[] | undefined }>,
  name?: string,
): Component {
  return {
    id,
    name: tagOf(item.row.Tags, 'Name') ?? name,
    account: item.row.OwnerId ?? item.account,
    region: item.region,
  };
}

/** Leaves out what is not there. */
export function present<T>(value: T | undefined | null): value is T {
  return value !== undefined && value !== null;
}
