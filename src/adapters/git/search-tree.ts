import type { SearchHit } from '../../ports/local-repo.ts';
import { clip } from '../../shared/text.ts';
import { GitError } from './git-error.ts';
import { DEFAULT_LIMITS, runGit } from './run-git.ts';

const MAX_LINE = 1_000;
const NO_MATCH = 1;
/** Above this the kernel may refuse the command line; then the whole tree is searched and the rest is dropped. */
const MAX_PATHS_ON_COMMAND_LINE = 1_000;

/** Lines of the text files of a commit that contain one of `words` literally, at most `limit` per file. */
export async function searchTree(
  gitDir: string,
  sha: string,
  words: readonly string[],
  limit: number,
  paths: readonly string[] | null,
): Promise<SearchHit[]> {
  if (words.length === 0 || paths?.length === 0) return [];
  const args = ['grep', '-n', '-z', '-I', '-F', '--full-name', '--no-recurse-submodules', '--no-textconv'];
  const patterns = words.flatMap((word) => ['-e', word.replaceAll(/[\n\r\0]/g, ' ')]);
  const narrow = paths !== null && paths.length <= MAX_PATHS_ON_COMMAND_LINE ? ['--', ...paths] : [];
  const answer = await runGit(
    gitDir,
    gitDir,
    [...args, '-m', String(limit), ...patterns, sha, ...narrow],
    DEFAULT_LIMITS,
  );
  if (answer.status === NO_MATCH) return [];
  if (answer.status !== 0) throw new GitError('git-failed', `git grep failed: ${answer.complaint}`);
  const hits = parseHits(answer.stdout.toString('utf8'), sha);
  if (paths === null || narrow.length > 0) return hits;
  const asked = new Set(paths);
  return hits.filter(({ path }) => asked.has(path));
}

/** `<sha>:<path> NUL <line> NUL <text> LF` for each hit. */
function parseHits(output: string, sha: string): SearchHit[] {
  const hits: SearchHit[] = [];
  let at = 0;
  while (at < output.length) {
    const pathEnd = output.indexOf('\0', at);
    const numberEnd = output.indexOf('\0', pathEnd + 1);
    if (pathEnd === -1 || numberEnd === -1) break;
    const lineEnd = output.indexOf('\n', numberEnd + 1);
    const end = lineEnd === -1 ? output.length : lineEnd;
    hits.push({
      path: output.slice(at + sha.length + 1, pathEnd),
      line: Number(output.slice(pathEnd + 1, numberEnd)),
      text: clip(output.slice(numberEnd + 1, end), MAX_LINE),
    });
    at = end + 1;
  }
  return hits;
}
