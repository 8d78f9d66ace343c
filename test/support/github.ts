import { type EmulatedGithub, type Files, startEmulatedGithub } from '../../src/demo/github.ts';

export type { EmulatedGithub };

export const REPO = 'acme/payments';

/** GitHub with acme/payments on loopback; gone when closed unless `stateFile` is given. */
export function startGithub(
  files: Files = { 'README.md': '# Payments\n' },
  options: { stateFile?: string; port?: number } = {},
): Promise<EmulatedGithub> {
  return startEmulatedGithub({ repos: [{ repo: REPO, files, at: '2026-11-20T08:00:00Z' }], ...options });
}
