import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../workspace/index.ts';
import { HOSTILE_TEXTS, leaksIn } from '../samples.ts';
import { editPatchModal } from './edit-patch.ts';
import { breakGlassModal, closeReviewModal, declineModal, overrideModal } from './reason.ts';
import { packIsValidModal, validatePackModal } from './validate-pack.ts';

/** The longest that `readPress` lets through. */
const PLACE = {
  subjectId: 's'.repeat(200),
  nonce: 'n'.repeat(200),
  channel: 'C'.repeat(100),
  messageTs: '1'.repeat(100),
};

const modals = (text: string) => ({
  override: overrideModal(text, PLACE),
  'break-glass': breakGlassModal(text, PLACE),
  'close review': closeReviewModal(text, PLACE),
  decline: declineModal(text, PLACE),
  'edit one hunk': editPatchModal(text, [text], PLACE),
  'edit 40 hunks': editPatchModal(text, Array(40).fill(text), PLACE),
  'edit nothing': editPatchModal(text, [], PLACE),
  'validate a pack': validatePackModal(),
  'a valid pack': packIsValidModal(text),
});

function problems(text: string): string[] {
  return Object.entries(modals(text)).flatMap(([name, view]) =>
    [
      ...validateView(view, 'modal').map(({ pointer, message }) => `${pointer}: ${message}`),
      ...leaksIn(view.blocks),
    ].map((problem) => `${name}: ${problem}`),
  );
}

describe('every modal', () => {
  it('is one that Slack takes', () => {
    expect(problems('acme/payments #12')).toEqual([]);
  });

  it.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 40), text]))('stays whole and tame around %j', (_short, text) => {
    expect(problems(text)).toEqual([]);
  });

  it('stays whole and tame around any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4_000 }), (text) => {
        expect(problems(text)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('asks for a reason of at least ten characters', () => {
    expect(JSON.stringify(overrideModal('x', PLACE))).toContain('"min_length":10');
  });
});

describe('the form that edits a patch', () => {
  it('leaves out a change it cannot hold whole, because saving would cut it', () => {
    const drawn = JSON.stringify(editPatchModal('README.md', ['short', 'x'.repeat(3_001), 'last'], PLACE).blocks);
    expect(drawn).toContain('"text:0"');
    expect(drawn).not.toContain('"text:1"');
    expect(drawn).toContain('"text:2"');
    expect(drawn).toContain('1 change did not fit');
  });

  it('says how many changes it has no room for', () => {
    const drawn = JSON.stringify(editPatchModal('README.md', Array(23).fill('line'), PLACE).blocks);
    expect(drawn).toContain('3 changes did not fit');
  });
});
