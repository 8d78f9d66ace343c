import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type GitWorld = {
  dir: string;
  git(...args: string[]): string;
  /** Makes the work tree hold exactly these files and commits it; answers the SHA. */
  commit(files: Record<string, string | Buffer>, message?: string): string;
  remove(): void;
};

/** A throw-away repository in a temporary folder, written with git itself. */
export function createGitWorld(): GitWorld {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-git-'));
  const identity = {
    GIT_AUTHOR_NAME: 'Alice',
    GIT_AUTHOR_EMAIL: 'alice@acme.example',
    GIT_COMMITTER_NAME: 'Alice',
    GIT_COMMITTER_EMAIL: 'alice@acme.example',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: dir,
      env: { ...process.env, ...identity },
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  git('init', '--quiet', '--initial-branch=main', '.');
  git('config', 'core.fsync', 'none');
  git('config', 'gc.auto', '0');
  return {
    dir,
    git,
    commit(files, message = 'change') {
      for (const path of git('ls-files', '-z').split('\0').filter(Boolean)) rmSync(join(dir, path), { force: true });
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), content);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--no-verify', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
