import { describe, expect, it } from 'vitest';
import { Pack, type StoredPack } from '../../model/pack.ts';
import { choosePacks, choosePacksForDrift } from './choose.ts';
import { stored } from './versions.ts';

function pack(over: Record<string, unknown>): StoredPack {
  return stored(
    Pack.parse({
      id: 'p',
      name: 'P',
      scope: { type: 'workspace' },
      trackA: { enabled: true },
      trackB: { enabled: true },
      ...over,
    }),
  );
}

const CHANGE = { repo: 'acme/payments', trigger: 'pr_opened', changedPaths: ['openapi.yaml', 'src/pay.ts'] } as const;

describe('choosePacks', () => {
  it.each([
    ['an active pack of the workspace', {}, true, 'it is for the whole workspace'],
    ['a draft', { status: 'draft' }, false, 'it is a draft'],
    ['an archived pack', { status: 'archived' }, false, 'it is archived'],
    ['a pack without a gate', { trackA: { enabled: false } }, false, 'its gate (Track A) is switched off'],
    [
      'another trigger',
      { scope: { type: 'workspace', eventTriggers: ['manual'] } },
      false,
      'it does not listen to pr_opened, only to manual',
    ],
    ['its repository', { scope: { type: 'repo', ref: 'Acme/Payments' } }, true, 'it is for acme/payments'],
    ['another repository', { scope: { type: 'repo', ref: 'acme/ledger' } }, false, 'it is for acme/ledger'],
    [
      'a list with it',
      { scope: { type: 'service', ref: 'pay', repoAllowlist: ['acme/payments'] } },
      true,
      'on the allowlist of the service pay',
    ],
    [
      'a list without it',
      { scope: { type: 'workspace', repoAllowlist: ['acme/ledger'] } },
      false,
      'acme/payments is not on its allowlist',
    ],
    [
      'a ref its list leaves out',
      { scope: { type: 'repo', ref: 'acme/payments', repoAllowlist: ['acme/ledger'] } },
      false,
      'not on its allowlist',
    ],
    [
      'a service named like the repository',
      { scope: { type: 'service', ref: 'payments' } },
      true,
      'carries the name of the service',
    ],
    ['another service', { scope: { type: 'service', ref: 'ledger' } }, false, 'it is for the service ledger'],
    [
      'a changed path',
      { scope: { type: 'workspace', pathGlobs: ['/openapi.yaml'] } },
      true,
      'it changes openapi.yaml in its paths',
    ],
    [
      'no changed path',
      { scope: { type: 'workspace', pathGlobs: ['/terraform/**'] } },
      false,
      'no changed file is in its paths (/terraform/**)',
    ],
  ])('%s', (_what, over, chosen, why) => {
    expect(choosePacks([pack(over)], CHANGE)).toMatchObject([{ chosen, why: expect.stringContaining(why) }]);
  });

  it('uses a pack when the cut list of files may hide one of its paths', () => {
    const packs = [pack({ scope: { type: 'workspace', pathGlobs: ['/terraform/**'] } })];
    expect(choosePacks(packs, { ...CHANGE, filesTruncated: true })).toMatchObject([
      { chosen: true, why: expect.stringContaining('is cut') },
    ]);
  });

  it.each(['pr_opened', 'commit_pushed', 'manual'] as const)(
    'keeps a pack that listens to %s when somebody asks for the verdict again',
    (trigger) => {
      const packs = [pack({ scope: { type: 'workspace', eventTriggers: [trigger] } })];
      expect(choosePacks(packs, { ...CHANGE, trigger: 'manual' })).toMatchObject([{ chosen: true }]);
    },
  );

  it('lists the packs by id, whatever order they came in', () => {
    const packs = [pack({ id: 'b' }), pack({ id: 'a' })];
    expect(choosePacks(packs, CHANGE).map((choice) => choice.packId)).toEqual(['a', 'b']);
  });
});

describe('choosePacksForDrift', () => {
  it.each([
    ['an active pack', {}, true, 'whole workspace'],
    ['a pack without drift search', { trackB: { enabled: false } }, false, 'Track B'],
    [
      'other input sources',
      { trackB: { enabled: true, inputSources: [{ type: 'datadog_alert' }] } },
      false,
      'input sources',
    ],
    ['a gate that is off', { trackA: { enabled: false } }, true, 'whole workspace'],
    ['a trigger of the gate', { scope: { type: 'workspace', eventTriggers: ['manual'] } }, true, 'whole workspace'],
  ])('%s', (_what, over, chosen, why) => {
    expect(choosePacksForDrift([pack(over)], CHANGE)).toMatchObject([{ chosen, why: expect.stringContaining(why) }]);
  });
});
