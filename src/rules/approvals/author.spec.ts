import { describe, expect, it } from 'vitest';
import { mayBreakGlass, mayOverride, tierOf } from '../../model/rights.ts';
import { resolveAuthor } from './author.ts';
import { ALICE, BOB, packOf } from './samples.ts';

const KNOWN = {
  authorLogin: 'alice',
  authorIsBot: false,
  authorEmails: [] as string[],
  presser: BOB,
  presserIdentity: null,
  authorSlackId: null,
};
const LINK = { slackId: BOB.slackId, email: null, linkedAt: 0 };

describe('resolveAuthor', () => {
  it.each<[string, Partial<Parameters<typeof resolveAuthor>[0]>, string]>([
    ['the same login, whatever its case', { presserIdentity: { ...LINK, githubLogin: 'Alice' } }, 'is-presser'],
    ['the same address, whatever its case', { presser: ALICE, authorEmails: ['ALICE@acme.com'] }, 'is-presser'],
    ['a login that leads to the presser', { authorSlackId: BOB.slackId }, 'is-presser'],
    [
      'an address that is theirs in spite of another login',
      { presserIdentity: { ...LINK, githubLogin: 'other' }, authorEmails: ['bob@acme.com'] },
      'is-presser',
    ],
    ['another login', { presserIdentity: { ...LINK, githubLogin: 'bob' } }, 'is-other'],
    ['somebody else in the workspace', { authorSlackId: ALICE.slackId }, 'is-other'],
    ['a bot', { authorIsBot: true }, 'is-other'],
    ['nothing', {}, 'unresolved'],
    ['addresses that lead to nobody', { authorEmails: ['alice@home.example'] }, 'unresolved'],
  ])('%s', (_what, over, kind) => {
    expect(resolveAuthor({ ...KNOWN, ...over })).toEqual({ kind });
  });
});

describe('tiers', () => {
  const pack = packOf({
    approvals: {
      tiers: {
        tier1: { name: 'Team Lead', users: ['bob@acme.com', 'dana@acme.com'], canOverride: ['warn'] },
        tier2: { name: 'Director', users: ['DANA@acme.com'], canOverride: ['block_high'] },
      },
    },
  });

  it('takes the highest tier and ignores case', () => {
    expect([
      tierOf(pack, 'BOB@acme.com'),
      tierOf(pack, 'dana@acme.com'),
      tierOf(pack, 'charlie@acme.com'),
      tierOf(pack, null),
    ]).toEqual([1, 2, null, null]);
  });

  it.each([
    ['bob@acme.com', 'medium', 'warn', true],
    ['bob@acme.com', 'high', 'block', false],
    ['dana@acme.com', 'medium', 'warn', true],
    ['dana@acme.com', 'high', 'block', true],
    ['dana@acme.com', 'low', 'block', true],
    ['dana@acme.com', 'critical', 'block', false],
    ['dana@acme.com', null, 'block', false],
    ['dana@acme.com', null, 'pass', false],
    ['charlie@acme.com', 'low', 'warn', false],
  ] as const)('%s on %s %s: %s', (email, highest, verdict, may) => {
    expect(mayOverride(pack, email, highest, verdict)).toBe(may);
  });

  it('keeps break-glass off without a pack that allows it', () => {
    expect(mayBreakGlass(packOf({ approvals: { breakGlass: { enabled: false } } }), 'erin@acme.com')).toBe(false);
    expect(
      mayBreakGlass(packOf({ approvals: { breakGlass: { enabled: true, allowedUsers: [] } } }), 'erin@acme.com'),
    ).toBe(true);
  });
});
