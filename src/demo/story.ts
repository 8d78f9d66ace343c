import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GithubHands } from './github/person.ts';

export const REPO = 'acme/payments';
const FIXTURES = fileURLToPath(new URL('../../fixtures/demo/payments/', import.meta.url));
const REFUND = 'src/refund.ts';

/** Somebody to act as; the emulated GitHub gives one for each login. */
export type People = { as(login: string): GithubHands };

/** All files of one step of the story, by path. */
export async function filesOf(step: 'base' | 'breaking' | 'rename'): Promise<Record<string, string>> {
  const root = join(FIXTURES, step);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(root, path), await readFile(path, 'utf8')] as const),
  );
  return Object.fromEntries(files);
}

/** Alice opens a pull request that breaks the API: a removed operation, a removed field, a newly required one. */
export async function openBreakingPullRequest(github: People, branch = 'customer-id'): Promise<number> {
  const alice = github.as('alice');
  await alice.branch(REPO, branch);
  await alice.commit(REPO, branch, 'Ask for the customer, drop refunds', {
    ...(await filesOf('breaking')),
    [REFUND]: null,
  });
  return alice.openPullRequest(REPO, {
    head: branch,
    title: 'Ask for the customer with every payment',
    body: 'Refunds move to the ledger service, so they go from here.',
  });
}

/** Alice renames an environment variable and forgets the pages that name it; the pull request is merged. */
export async function mergeRename(github: People, branch = 'bank-timeout'): Promise<number> {
  const alice = github.as('alice');
  await alice.branch(REPO, branch);
  await alice.commit(REPO, branch, 'Say whose timeout it is', await filesOf('rename'));
  const number = await alice.openPullRequest(REPO, {
    head: branch,
    title: 'Say whose timeout it is',
    body: 'PAYMENTS_TIMEOUT_MS was read as our own.',
  });
  await alice.merge(REPO, number);
  return number;
}
