import { CodeHostError } from './errors.ts';

export type RepoName = { owner: string; repo: string };

/** `acme/payments` in two parts. Throws CodeHostError `refused` for anything else. */
export function splitRepo(fullName: string): RepoName {
  const [owner = '', repo = '', ...rest] = fullName.split('/');
  const valid = rest.length === 0 && [owner, repo].every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part));
  if (!valid) throw new CodeHostError('refused', `"${fullName}" is not a repository name; write it as owner/name.`);
  return { owner, repo };
}
