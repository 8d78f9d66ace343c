import { html } from './html.ts';
import { judged, shownCheck } from './judged.ts';
import { pullPages } from './pull-pages.ts';
import type { Reader } from './read.ts';
import { blobView, folderView } from './views/blob.ts';
import { checksPanel } from './views/checks.ts';
import { commitView, historyView } from './views/commits.ts';
import type { View } from './views/layout.ts';
import { pullListView } from './views/pull-list.ts';
import { MAX_COMMITS, repositoryView } from './views/repository.ts';

/** Beyond these the sign of a pull request and the last change of a file are left out: each costs one call. */
const MAX_SIGNS = 30;
const MAX_ENTRIES = 25;

/** Reads what each page of a repository shows. Every page answers null for what is not there. */
export function pages(reader: Reader, repo: string, now: number) {
  /** A path that begins with a branch, which may hold slashes itself, or with a commit. */
  async function split(place: string): Promise<{ ref: string; path: string }> {
    const branches = await reader.branches(repo);
    const branch = branches
      .filter((name) => place === name || place.startsWith(`${name}/`))
      .sort((left, right) => right.length - left.length)[0];
    const ref = branch ?? place.split('/')[0] ?? place;
    return { ref, path: place.slice(ref.length + 1) };
  }

  async function repository(branch: string | null): Promise<View | null> {
    const found = await reader.repository(repo);
    if (found === null) return null;
    const branches = await reader.branches(repo);
    const ref = branch ?? found.default_branch;
    if (branches.length === 0)
      return repositoryView({ repository: found, ref, branches, commits: [], entries: [], readme: null }, now);
    const [commits, contents, readme] = await Promise.all([
      reader.commits(repo, ref, MAX_COMMITS),
      reader.contents(repo, '', ref),
      reader.readme(repo, ref),
    ]);
    if (commits === null || !Array.isArray(contents)) return null;
    const entries = await Promise.all(
      [...contents]
        .sort(
          (left, right) =>
            Number(right.type === 'dir') - Number(left.type === 'dir') || (left.name < right.name ? -1 : 1),
        )
        .map(async (entry, index) => ({
          ...entry,
          last: index < MAX_ENTRIES ? await reader.lastChange(repo, ref, entry.path) : null,
        })),
    );
    return repositoryView({ repository: found, ref, branches, commits, entries, readme }, now);
  }

  async function tree(place: string): Promise<View | null> {
    const { ref, path } = await split(place);
    if (path === '') return repository(ref);
    const contents = await reader.contents(repo, path, ref);
    return Array.isArray(contents) ? folderView({ repo, ref, path }, contents) : null;
  }

  async function blob(place: string, plain: boolean): Promise<View | null> {
    const { ref, path } = await split(place);
    if (path === '') return null;
    const contents = await reader.contents(repo, path, ref);
    if (Array.isArray(contents)) return folderView({ repo, ref, path }, contents);
    return contents === null ? null : blobView({ repo, ref, path }, contents, plain);
  }

  async function history(place: string): Promise<View | null> {
    const found = await reader.repository(repo);
    if (found === null) return null;
    const ref = place === '' ? found.default_branch : place;
    const commits = await reader.commits(repo, ref, MAX_COMMITS);
    return commits === null ? null : historyView(repo, ref, await judged(reader, repo, commits), now);
  }

  async function commit(sha: string, checks: { self: string; runId: number | null } | null): Promise<View | null> {
    const found = await reader.commit(repo, sha);
    if (found === null) return null;
    const runs = await reader.checkRuns(repo, found.sha);
    if (checks === null) return commitView(repo, found, runs, now);
    const self = checks.self.replace(/\/checks(\/.*)?$/, '/checks');
    const facts = { repo, self, headSha: found.sha, runs, ...(await shownCheck(reader, repo, runs, checks.runId)) };
    return {
      title: `Checks · ${repo}@${found.sha.slice(0, 7)}`,
      repo,
      tab: 'code',
      body: html`<div class="wide">${checksPanel(facts, now)}</div>`,
    };
  }

  async function pullList(shown: 'open' | 'closed'): Promise<View> {
    const [open, closed] = await Promise.all([reader.pulls(repo, 'open'), reader.pulls(repo, 'closed')]);
    const heads = (shown === 'open' ? open : closed).slice(0, MAX_SIGNS).map(({ head }) => head.sha);
    const runs = await Promise.all(heads.map(async (sha) => [sha, await reader.checkRuns(repo, sha)] as const));
    return pullListView({ repo, shown, open, closed, runs: new Map(runs) }, now);
  }

  return { repository, tree, blob, history, commit, pullList, pull: pullPages(reader, repo, now) };
}
