import { spawn } from 'node:child_process';
import { messageOf } from '../../shared/errors.ts';
import { clip } from '../../shared/text.ts';
import { GitError } from './git-error.ts';
import { SAFE_ARGUMENTS, safeEnvironment } from './safe-git.ts';

export type GitLimits = { timeoutMs: number; maxBytes: number };
export const DEFAULT_LIMITS: GitLimits = { timeoutMs: 30_000, maxBytes: 64 * 1024 * 1024 };
const MAX_COMPLAINT = 4_096;

export type GitAnswer = { status: number; stdout: Buffer; complaint: string };

/**
 * Runs one git command without a shell and answers its exit status and output, whatever the status.
 * Throws GitError when git is not installed, takes longer than `timeoutMs`, or writes more than `maxBytes`.
 */
export function runGit(
  gitDir: string | null,
  cwd: string,
  args: readonly string[],
  limits: GitLimits = DEFAULT_LIMITS,
  input: string | null = null,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const where = gitDir === null ? [] : [`--git-dir=${gitDir}`];
    const child = spawn('git', [...SAFE_ARGUMENTS, ...where, ...args], {
      cwd,
      env: safeEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    const fail = (error: GitError) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(error);
    };
    const timer = setTimeout(() => {
      fail(
        new GitError('git-timed-out', `git ${args[0]} took longer than ${limits.timeoutMs} ms; try a smaller range.`),
      );
    }, limits.timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits.maxBytes) {
        fail(
          new GitError(
            'git-too-large',
            `git ${args[0]} wrote more than ${limits.maxBytes} bytes; try a smaller range.`,
          ),
        );
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < MAX_COMPLAINT) complaint += chunk.toString('utf8');
    });
    // A command may end before it has read its input; its exit status tells what happened.
    child.stdin.on('error', (error) => {
      complaint ||= messageOf(error);
    });
    child.stdin.end(input ?? '');
    child.on('error', (error) => fail(startFailure(error)));
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status: status ?? -1, stdout: Buffer.concat(chunks), complaint: clip(complaint.trim(), 300) });
    });
  });
}

/** As `runGit`, but any status other than 0 is a GitError that quotes what git said. */
export async function runGitOrThrow(gitDir: string, args: readonly string[], limits?: GitLimits): Promise<Buffer> {
  const answer = await runGit(gitDir, gitDir, args, limits);
  if (answer.status === 0) return answer.stdout;
  throw new GitError('git-failed', `git ${args[0]} failed: ${answer.complaint || `exit status ${answer.status}`}`);
}

/** The sentence for a process that could not be started. */
export function startFailure(error: Error): GitError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') {
    return new GitError('git-missing', 'git is not installed or not on the PATH; install git 2.36 or later.', error);
  }
  return new GitError('git-failed', `git could not be started: ${error.message}`, error);
}
