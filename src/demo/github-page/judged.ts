import type { Annotation, CheckRun, Commit, Reader } from './read.ts';
import { worstFirst } from './views/check-state.ts';
import type { Judged } from './views/commits.ts';

/** Beyond this many commits the sign is left out: each costs one call. */
const MAX_SIGNS = 30;

/** Commits with their check runs, newest first as given. */
export function judged(reader: Reader, repo: string, commits: readonly Commit[]): Promise<Judged[]> {
  return Promise.all(
    commits.map(async (commit, index) => ({
      commit,
      runs: index < MAX_SIGNS ? await reader.checkRuns(repo, commit.sha) : [],
    })),
  );
}

/** The check run asked for, wherever it ran; else the worst of these. */
export async function shownCheck(
  reader: Reader,
  repo: string,
  runs: readonly CheckRun[],
  runId: number | null,
): Promise<{ shown: CheckRun | null; annotations: Annotation[] }> {
  const asked = runId === null ? null : await reader.checkRun(repo, runId);
  const shown = asked ?? worstFirst(runs)[0] ?? null;
  const annotations =
    shown === null || shown.output.annotations_count === 0 ? [] : await reader.annotations(repo, shown.id);
  return { shown, annotations };
}
