import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allNotices, HOSTILE_TEXTS, problemsOf, pullRequestView, pullRequestViews } from '../samples.ts';
import { messageOfNotice } from './notice.ts';

const problems = (text: string) =>
  allNotices(text).flatMap(([name, notice]) =>
    problemsOf(messageOfNotice(notice)).map((problem) => `${name}: ${problem}`),
  );

describe('every message', () => {
  it.each(allNotices('Ask for the customer with every payment'))('Slack takes %s', (_name, notice) => {
    expect(problemsOf(messageOfNotice(notice))).toEqual([]);
  });

  it.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 40), text]))('stays whole and tame around %j', (_short, text) => {
    expect(problems(text)).toEqual([]);
  });

  it('stays whole and tame around any text', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .array(
          fc.constantFrom('<', '>', '&', '`', '*', '|', '\n', '<!channel>', '<@U1>', '😀', '&amp;', 'x'.repeat(700)),
          { maxLength: 30 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(problems(text)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the message of a pull request', () => {
  const buttonsOf = (name: string) => {
    const view = pullRequestViews('Title')[name];
    if (view === undefined) throw new Error(`There is no sample ${name}.`);
    return messageOfNotice({ type: 'pull-request', view }).blocks.flatMap((block) =>
      block.type === 'actions'
        ? block.elements.map((element) => ('action_id' in element ? element.action_id : ''))
        : [],
    );
  };

  it.each([
    ['blocked', ['decision:override', 'decision:break-glass']],
    ['warned', ['decision:approve']],
    ['needing approval', ['decision:approve', 'decision:break-glass']],
    ['with broken glass', ['review:close']],
  ])('offers what a pull request %s asks for', (name, buttons) => {
    expect(buttonsOf(name)).toEqual(buttons);
  });

  it.each(['not judged', 'passed', 'without a pack', 'overridden', 'reviewed', 'voided', 'merged', 'closed'])(
    'has no button when it is %s',
    (name) => {
      expect(buttonsOf(name)).toEqual([]);
    },
  );

  it('never draws what could not be evaluated as passed', () => {
    const view = pullRequestViews('Title')['with 100 findings'];
    if (view === undefined) throw new Error('There is no such sample.');
    const text = JSON.stringify(messageOfNotice({ type: 'pull-request', view }).blocks);
    expect(text).toContain('20 could not be evaluated');
    expect(text).not.toContain(':white_check_mark:');
  });

  it('is the same twice for the same view, so that an edit without a change changes nothing', () => {
    const notice = { type: 'pull-request' as const, view: pullRequestView('Title') };
    expect(messageOfNotice(notice)).toEqual(messageOfNotice(notice));
  });
});
