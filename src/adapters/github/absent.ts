import type { Octokit } from 'octokit';
import { hasStatus } from './errors.ts';
import { splitRepo } from './repo-name.ts';

/** Absent is a value. Any other failure stays one. For where the repository was already seen to be open to us. */
export async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (hasStatus(thrown, 404)) return null;
    throw thrown;
  }
}

/** The same, but GitHub also answers 404 for what it hides: null only when the repository itself can be seen. */
export async function orNullIn<T>(octokit: Octokit, repo: string, ask: () => Promise<T>): Promise<T | null> {
  const found = await orNull(async () => ({ value: await ask() }));
  if (found !== null) return found.value;
  await octokit.rest.repos.get(splitRepo(repo));
  return null;
}
