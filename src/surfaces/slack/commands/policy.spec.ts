import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../model/event.ts';
import { packOf } from '../../../rules/approvals/samples.ts';
import { err } from '../../../shared/result.ts';
import { validateBlocks } from '../../../workspace/index.ts';
import type { Desk } from '../desk.ts';
import { HOSTILE_TEXTS, homeWith, leaksIn } from '../samples.ts';
import { answerPolicy, RIGHT_OF, SUBCOMMANDS } from './policy.ts';

const PULL = 'https://github.example/acme/payments/pull/12';
const WORDS: Record<(typeof SUBCOMMANDS)[number], string> = {
  help: 'help',
  list: 'list',
  show: 'show api',
  validate: 'validate',
  gate: `gate ${PULL}`,
  status: 'status',
  ledger: 'ledger',
  link: 'link github alice',
};

function deskFor(standing: 'nobody' | 'member' | 'tier', over: Partial<Desk> = {}) {
  const stored: EventDraft[] = [];
  const desk: Desk = {
    async accept(draft) {
      stored.push(draft);
      return 'stored';
    },
    askPress: async () => err({ code: 'no-tier', message: 'no' }),
    standing: async () => standing,
    home: async () => homeWith('x', 0),
    packs: async () => [packOf()],
    validatePack: () => ({ problems: [], summary: '' }),
    status: async () => ['All is well.'],
    ledger: async () => ({ size: 1, checkpoint: 'countersign\n', latest: [] }),
    now: () => 0,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ...over,
  };
  return { desk, stored };
}
const call = (text: string) => ({ slackId: 'U0CHARLIE', channel: 'C1', text, dedupe: 'slack:command:1' });
const RANK = { nobody: 0, member: 1, tier: 2 } as const;
const NEEDS = { anyone: 0, member: 1, tier: 2 } as const;

describe('who may ask what', () => {
  const table = SUBCOMMANDS.flatMap((word) =>
    (['nobody', 'member', 'tier'] as const).map((standing) => ({
      word,
      standing,
      may: RANK[standing] >= NEEDS[RIGHT_OF[word]],
    })),
  );

  it.each(table.filter(({ may }) => !may))(
    '/policy $word is refused to $standing, and the refusal is stored',
    async ({ word, standing }) => {
      const { desk, stored } = deskFor(standing);
      expect(await answerPolicy(call(WORDS[word]), desk)).toEqual({ told: true });
      expect(stored).toMatchObject([
        {
          type: 'press.refused',
          actor: { id: 'U0CHARLIE' },
          data: { attempted: `/policy ${word}`, message: expect.stringContaining('ask') },
        },
      ]);
    },
  );

  it.each(table.filter(({ may }) => may))('/policy $word is answered to $standing', async ({ word, standing }) => {
    const { desk, stored } = deskFor(standing);
    expect(await answerPolicy(call(WORDS[word]), desk)).not.toEqual({ told: true });
    expect(stored.filter(({ type }) => type === 'press.refused')).toEqual([]);
  });

  it('opens only help to everybody', () => {
    expect(SUBCOMMANDS.filter((word) => RIGHT_OF[word] === 'anyone')).toEqual(['help']);
  });
});

describe('what /policy changes', () => {
  it.each([
    [`gate ${PULL}`, { type: 'gate.requested', data: { repo: 'acme/payments', number: 12 } }],
    [
      'gate <https://github.example/acme/payments/pull/12>',
      { type: 'gate.requested', data: { repo: 'acme/payments', number: 12 } },
    ],
    ['gate acme/payments#12', { type: 'gate.requested', data: { repo: 'acme/payments', number: 12 } }],
    ['link github @alice', { type: 'identity.linked', data: { githubLogin: 'alice' } }],
  ])('%s goes in as an event', async (text, event) => {
    const { desk, stored } = deskFor('member');
    await answerPolicy(call(text), desk);
    expect(stored).toMatchObject([event]);
  });

  it.each([
    'gate',
    'gate https://github.example/acme',
    'gate acme/payments#0x1f',
    'link',
    'link github',
    'link gitlab alice',
    'link github -bad-',
    'link github a b',
    'show nothing',
    'polcy',
  ])('%s changes nothing and says what to write', async (text) => {
    const { desk, stored } = deskFor('member');
    const answer = await answerPolicy(call(text), desk);
    if (text !== 'link github a b' && text !== 'gate acme/payments#0x1f') expect(stored).toEqual([]);
    expect('text' in answer && answer.text.length > 10).toBe(true);
  });
});

describe('what /policy says', () => {
  it('suggests the word that was meant', async () => {
    const { desk } = deskFor('member');
    expect(await answerPolicy(call('statsu'), desk)).toMatchObject({ text: expect.stringContaining('/policy status') });
  });

  it.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 40), text]))(
    'is taken by Slack and stays tame around %j',
    async (_short, text) => {
      const pack = { ...packOf(), name: text === '' ? 'API' : text, description: text };
      const { desk } = deskFor('tier', {
        packs: async () => Array(100).fill(pack),
        ledger: async () => ({
          size: 10,
          checkpoint: 'countersign\n10\nroot\n',
          latest: Array(10).fill({ seq: 1, type: text, subject: text, actor: text, at: 0 }),
        }),
      });
      for (const words of ['list', 'show api', 'ledger', `show ${text}`, `gate ${text}`, text]) {
        const answer = await answerPolicy(call(words), desk);
        if (!('text' in answer)) continue;
        expect(answer.text).not.toMatch(/<[!@#h]/);
        expect(validateBlocks(answer.blocks ?? [], 'message')).toEqual([]);
        expect(leaksIn(answer.blocks ?? [])).toEqual([]);
      }
    },
  );
});
