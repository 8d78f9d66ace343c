import type { GrantAction } from '../../model/approval.ts';

/** Seven digits, as people know a commit. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** `2026-11-20 09:30 UTC` for epoch milliseconds. */
export function utcMinute(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function pastTense(action: GrantAction): string {
  switch (action) {
    case 'approve':
      return 'approved';
    case 'override':
      return 'overrode';
    case 'break-glass':
      return 'broke the glass for';
  }
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
