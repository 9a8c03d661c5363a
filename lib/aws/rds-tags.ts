import type { Tag } from '@aws-sdk/client-rds';
import { RUN_TAG } from '../domain/run/resource-tags.ts';

type Tags = Readonly<Record<string, string>>;

export function tagsIn(list: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** What is put on a resource that a run makes: its tags, and whose it is. */
export function tagListOf({ run, tags }: { readonly run: string; readonly tags: Tags }): Tag[] {
  return Object.entries({ ...tags, [RUN_TAG]: run }).map(([Key, Value]) => ({ Key, Value }));
}
