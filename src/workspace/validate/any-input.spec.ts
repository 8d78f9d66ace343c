import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dressBlocks } from '../dress.ts';
import { blockShapes } from './block-shapes.ts';
import { elementShapes } from './elements.ts';
import { validateBlocks } from './validate-blocks.ts';
import { metadataError } from './validate-metadata.ts';
import { validateView } from './validate-view.ts';

const types = [...Object.keys(blockShapes), ...Object.keys(elementShapes), 'plain_text', 'mrkdwn', 'rich_text_section'];
const fields = [
  'text',
  'fields',
  'elements',
  'element',
  'accessory',
  'options',
  'rows',
  'confirm',
  'label',
  'child_blocks',
];

/** Values that are nearly blocks: known type and field names with anything inside. */
const nearly = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue({ maxDepth: 1 }),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc
    .tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 3 }))
    .map(([type, rest]) => ({ ...rest, type })),
})).value;

describe('whatever is sent', () => {
  it('is judged, never thrown at the caller', () => {
    fc.assert(
      fc.property(
        fc.array(nearly, { maxLength: 4 }),
        fc.constantFrom('message', 'modal', 'home'),
        (blocks, surface) => {
          for (const issue of validateBlocks(blocks, surface as 'message')) {
            expect(issue.pointer.startsWith('/blocks')).toBe(true);
            expect(issue.message).not.toBe('');
          }
        },
      ),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(validateView(value, 'modal'))));
    fc.assert(fc.property(fc.jsonValue(), (value) => ['string', 'object'].includes(typeof metadataError(value))));
  });

  it('keeps what is taken: adding ids changes nothing that was there, and only once', () => {
    fc.assert(
      fc.property(fc.array(nearly, { maxLength: 3 }), (values) => {
        const blocks = values.filter((value) => validateBlocks([value], 'message').length === 0) as Record<
          string,
          unknown
        >[];
        const dressed = dressBlocks(blocks);
        expect(dressed).toMatchObject(blocks);
        expect(dressBlocks(dressed)).toEqual(dressed);
        expect(validateBlocks(dressed, 'message')).toEqual(validateBlocks(blocks, 'message'));
      }),
    );
  });
});
