import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../model/decision.ts';
import { type Finding, LEVELS, OUTCOMES } from '../model/finding.ts';
import { outcomeOf } from '../model/outcome.ts';
import { BOB, blocked, decisionOf, findingOf, grantBy, packOf, warned } from '../rules/approvals/samples.ts';
import { checkDecided, checkInProgress, conclusionOf } from './check-report.ts';

const unread = findingOf('unread', 'high', { outcome: 'unknown' });
const soft = packOf({ mode: 'warn_only' });
const context = { detailsUrl: null, chatProblem: null };

function decided(verdict: Verdict, findings: Finding[] = [], pack = packOf()) {
  return decisionOf([{ pack, verdict }], findings);
}

describe('the conclusion of the check run', () => {
  const twoNeeded = packOf({ approvals: { required: { count: 1, minTier: 1 } }, fallbackMode: 'skip' });
  const overridden = blocked().decision;
  const acknowledged = warned().decision;
  const skipped = decided('pass', [unread], twoNeeded);
  const lenient = packOf({ id: 'iam', fallbackMode: 'skip' });
  const mixed = decisionOf(
    [
      { pack: soft, verdict: 'warn' },
      { pack: lenient, verdict: 'not-applicable' },
    ],
    [findingOf('gone', 'medium'), findingOf('unread', 'high', { outcome: 'unknown', packId: 'iam' })],
  );
  const rows = [
    ['nothing was found', decided('pass'), [], 'success'],
    ['nothing applied', decided('not-applicable'), [], 'neutral'],
    ['no pack was chosen', decisionOf([], []), [], 'neutral'],
    ['a warning waits', acknowledged, [], 'neutral'],
    ['a warning was acknowledged', acknowledged, [grantBy(BOB, acknowledged)], 'success'],
    ['something blocks', overridden, [], 'failure'],
    ['a block was overridden', overridden, [grantBy(BOB, overridden, { action: 'override' })], 'success'],
    ['the glass was broken', overridden, [grantBy(BOB, overridden, { action: 'break-glass' })], 'success'],
    ['something unread only warns', decided('warn', [unread], soft), [], 'neutral'],
    ['something unread is left aside by the pack', decided('pass', [unread]), [], 'neutral'],
    ['something unread blocks', decided('block', [unread]), [], 'failure'],
    ['an approval is missing', skipped, [], 'action_required'],
    ['one pack was acknowledged and another could not look', mixed, [grantBy(BOB, mixed)], 'neutral'],
    [
      'the glass was broken over what nobody could read',
      mixed,
      [grantBy(BOB, mixed, { action: 'break-glass' })],
      'success',
    ],
    ['the approval is there but something was unread', skipped, [grantBy(BOB, skipped)], 'neutral'],
  ] as const;

  it.each(rows)('when %s', (_when, decision, grants, conclusion) => {
    expect(conclusionOf(decision, grants)).toBe(conclusion);
  });

  it('counts no answer that was given to another payload', () => {
    const grant = grantBy(BOB, overridden, { action: 'override', payloadHash: 'f'.repeat(64) });
    expect(conclusionOf(overridden, [grant])).toBe('failure');
  });

  it('is never success for what warns, blocks, did not apply or was unread without an answer to it', () => {
    const finding = fc
      .record({ outcome: fc.constantFrom(...OUTCOMES), level: fc.constantFrom(...LEVELS), name: fc.nat(3) })
      .map(({ outcome, level, name }) => findingOf(`f${name}`, level, { outcome }));
    const verdict = fc.constantFrom<Verdict>('pass', 'warn', 'block', 'not-applicable');
    const action = fc.constantFrom('approve' as const, 'override' as const);
    fc.assert(
      fc.property(verdict, fc.array(finding, { maxLength: 4 }), fc.option(action), (said, findings, given) => {
        const decision = decided(said, findings);
        const grants = given === null ? [] : [grantBy(BOB, decision, { action: given })];
        if (conclusionOf(decision, grants) !== 'success') return;
        const { state, by } = outcomeOf(decision, grants);
        expect(state).toBe('pass');
        if (decision.hasUnknown) expect(['acknowledged', 'overridden', 'broken-glass']).toContain(by);
      }),
    );
  });
});

describe('the check run', () => {
  it('says at once that the change is being judged', () => {
    expect(checkInProgress('acme/payments', 12, 'a'.repeat(40))).toMatchObject({
      status: 'in_progress',
      conclusion: null,
      externalId: `countersign:acme/payments#12:${'a'.repeat(40)}`,
    });
  });

  it('annotates the lines of the new version only', () => {
    const findings = [
      findingOf('here', 'high'),
      findingOf('before', 'high', { evidence: [{ file: 'a', line: 3, side: 'base', read: '' }] }),
      findingOf('whole', 'low', { evidence: [{ file: 'a', line: null, side: 'head', read: '' }] }),
      findingOf('fine', 'low', { outcome: 'pass' }),
    ];
    const { annotations } = checkDecided(decided('block', findings), [], context);
    expect(annotations.map(({ path, line, level }) => ({ path, line, level }))).toEqual([
      { path: 'openapi.yaml', line: 7, level: 'failure' },
    ]);
  });

  it('cannot be broken out of by text from the repository', () => {
    const nasty = findingOf('x', 'high', { message: 'a | b\n# c <img src=x> @acme/all', suggestedFix: '|' });
    const { summary } = checkDecided(decided('block', [nasty]), [], context);
    const row = summary.split('\n').find((line) => line.includes('`x`')) ?? '';
    expect(row).toContain('a \\| b # c &lt;img src=x> @\u200bacme/all');
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  it('says that the Slack message could not be posted, because its people look here', () => {
    const { summary } = checkDecided(blocked().decision, [], {
      ...context,
      chatProblem: 'The bot is not there: invite it.',
    });
    expect(summary).toContain('The Slack message could not be posted: The bot is not there: invite it.');
  });

  it('lists fifty findings and counts the rest', () => {
    const many = Array.from({ length: 60 }, (_, index) => findingOf(`f${index}`, 'low'));
    expect(checkDecided(decided('warn', many, soft), [], context).summary).toContain('10 more findings');
  });
});
