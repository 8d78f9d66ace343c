import type { PullRequestRow, Stores } from '../ports/stores.ts';

/** The link to a living message, or null when it was not posted (yet). */
export async function permalinkOf(stores: Pick<Stores, 'messages'>, key: string): Promise<string | null> {
  return (await stores.messages.get(key))?.permalink ?? null;
}

/** Title and address of a pull request, even when only its number is known. */
export function titleOf(row: PullRequestRow | null, repo: string, number: number): string {
  return row?.title ?? `${repo}#${number}`;
}
