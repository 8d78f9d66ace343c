import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW } from '../../../rules/approvals/samples.ts';
import { validateView } from '../../../workspace/index.ts';
import { HOSTILE_TEXTS, homeWith, leaksIn } from '../samples.ts';
import { homeView } from './view.ts';

function problems(text: string, count: number): string[] {
  const view = homeView(homeWith(text, count), NOW);
  return [
    ...validateView(view, 'home').map(({ pointer, message }) => `${pointer}: ${message}`),
    ...leaksIn(view.blocks),
  ];
}

describe('the Home tab', () => {
  it.each([0, 1, 11, 100])('is one that Slack takes with %i of everything', (count) => {
    expect(problems('Ask for the customer', count)).toEqual([]);
  });

  it.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 40), text]))('stays whole and tame around %j', (_short, text) => {
    expect([...problems(text, 1), ...problems(text, 30)]).toEqual([]);
  });

  it('stays whole and tame around any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(30), (text, count) => {
        expect(problems(text, count)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('says so when nothing waits', () => {
    expect(JSON.stringify(homeView(homeWith('x', 0), NOW))).toContain('Nothing waits for you.');
  });

  it('lets only those close a review who may', () => {
    const drawn = JSON.stringify(homeView(homeWith('x', 4), NOW).blocks);
    expect(drawn.match(/"review:close"/g)).toHaveLength(2);
  });
});
