import { html } from './html.ts';
import { judged, shownCheck } from './judged.ts';
import type { Reader } from './read.ts';
import { checksPanel } from './views/checks.ts';
import { commitRows } from './views/commits.ts';
import { conversation } from './views/conversation.ts';
import { diffView } from './views/diff.ts';
import type { View } from './views/layout.ts';
import { blank } from './views/parts.ts';
import { type PullFacts, pullView } from './views/pull.ts';

type Asked = { self: string; runId: number | null };

/** The tabs of a pull request: `''` is the conversation. */
export function pullPages(reader: Reader, repo: string, now: number) {
  async function factsOf(number: number): Promise<PullFacts | null> {
    const pull = await reader.pull(repo, number);
    if (pull === null) return null;
    const [compared, runs] = await Promise.all([
      reader.compare(repo, pull.base.sha, pull.head.sha),
      reader.checkRuns(repo, pull.head.sha),
    ]);
    const comparison = compared ?? { commits: [], files: [] };
    const commits = await judged(reader, repo, comparison.commits);
    return { repo, pull, comparison, runs, commits };
  }

  return async (number: number, tab: string, asked: Asked): Promise<View | null> => {
    if (!['', 'commits', 'checks', 'files'].includes(tab)) return null;
    const facts = await factsOf(number);
    if (facts === null) return null;
    const { pull, runs, comparison } = facts;
    if (tab === '') return pullView(facts, 'conversation', conversation(facts, now));
    if (tab === 'commits') {
      const rows =
        facts.commits.length === 0
          ? blank('No commits', 'The branches hold the same commits.')
          : commitRows(repo, facts.commits, now);
      return pullView(facts, 'commits', rows);
    }
    if (tab === 'checks') {
      const chosen = await shownCheck(reader, repo, runs, asked.runId);
      const panel = checksPanel({ repo, self: asked.self, headSha: pull.head.sha, runs, ...chosen }, now);
      return pullView(facts, 'checks', panel);
    }
    const said = await Promise.all(
      runs.filter(({ output }) => output.annotations_count > 0).map(({ id }) => reader.annotations(repo, id)),
    );
    const files =
      comparison.files.length === 0
        ? blank('No changes', 'Both branches hold the same files.')
        : html`${diffView(repo, pull.head.sha, comparison.files, said.flat())}`;
    return pullView(facts, 'files', files);
  };
}
