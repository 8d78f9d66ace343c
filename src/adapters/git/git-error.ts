import { CountersignError } from '../../shared/errors.ts';

export const GIT_ERROR_CODES = [
  'git-missing',
  'git-not-a-repository',
  'git-unknown-ref',
  'git-no-merge-base',
  'git-too-large',
  'git-timed-out',
  'git-closed',
  'git-failed',
] as const;
export type GitErrorCode = (typeof GIT_ERROR_CODES)[number];

/** A local repository could not answer. The message is one sentence for a person. */
export class GitError extends CountersignError {
  declare readonly code: GitErrorCode;

  constructor(code: GitErrorCode, message: string, cause?: unknown) {
    super(code, message, { permanent: code !== 'git-timed-out', cause });
  }
}
