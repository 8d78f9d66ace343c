import { pages } from './pages.ts';
import type { Reader } from './read.ts';
import { homeView, sentenceView, type View } from './views/layout.ts';

/** Where a browser may look: the address as segments, decoded. */
type Place = { repo: string; rest: string[]; query: URLSearchParams; self: string };

/** The page of an address; null when it is none of ours and belongs to the emulator. `now` in milliseconds since 1970. */
export async function viewOf(reader: Reader, repos: readonly string[], url: URL, now: number): Promise<View | null> {
  const segments = decoded(url.pathname);
  if (segments === null) return null;
  const [owner, name, ...rest] = segments;
  if (owner === undefined) {
    const found = await Promise.all(repos.map((repo) => reader.repository(repo)));
    return homeView(found.filter((one) => one !== null));
  }
  const isOwner = repos.some((repo) => repo.startsWith(`${owner}/`));
  // The bytes of a file are the emulator's own answer.
  if (!isOwner || rest[0] === 'raw') return null;
  const repo = `${owner}/${name ?? ''}`;
  const view = await repositoryPlace(reader, { repo, rest, query: url.searchParams, self: url.pathname }, now);
  if (view !== null) return { ...view, openPulls: (await reader.pulls(repo, 'open')).length };
  const known = name !== undefined && (await reader.repository(repo)) !== null;
  const sentence = known ? `${repo} has nothing at this address.` : 'This GitHub has no such repository.';
  return sentenceView(404, sentence, known ? repo : undefined);
}

async function repositoryPlace(reader: Reader, place: Place, now: number): Promise<View | null> {
  const { repo, rest, query, self } = place;
  const { repository, tree, blob, history, commit, pullList, pull } = pages(reader, repo, now);
  const [kind, first = '', second = '', third = ''] = rest;
  const after = rest.slice(1).join('/');
  switch (kind) {
    case undefined:
      return repository(null);
    case 'tree':
      return tree(after);
    case 'blob':
      return blob(after, query.has('plain'));
    case 'commits':
      return history(after);
    case 'commit':
      if (second === '' || second === 'checks')
        return commit(first, second === 'checks' ? { self, runId: idOf(third || query.get('check_run_id')) } : null);
      return null;
    case 'pulls':
      return rest.length === 1 ? pullList(query.get('state') === 'closed' ? 'closed' : 'open') : null;
    case 'pull': {
      const number = idOf(first);
      if (number === null || rest.length > 3) return null;
      return pull(number, second, { self, runId: idOf(query.get('check_run_id')) });
    }
    default:
      return null;
  }
}

function idOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function decoded(path: string): string[] | null {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch (cause) {
    if (cause instanceof URIError) return null;
    throw cause;
  }
}
