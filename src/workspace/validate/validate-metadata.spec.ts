import { describe, expect, it } from 'vitest';
import { blocksTooLong } from './block-length.ts';
import { metadataError } from './validate-metadata.ts';

const metadata = (payload: unknown) => ({ event_type: 'asked', event_payload: payload });

describe('metadataError', () => {
  it.each([
    ['values of every kind', metadata({ id: 'r1', count: 2, open: true, of: { name: 'a' }, list: [{ name: 'b' }] })],
    ['nothing, which removes it', {}],
  ])('takes %s', (_what, value) => {
    expect(metadataError(value)).toBeNull();
  });

  it.each([
    ['text', 'asked', 'invalid_metadata_format'],
    ['a list', [], 'invalid_metadata_format'],
    ['no type', { event_payload: {} }, 'invalid_metadata_format'],
    ['no payload', { event_type: 'asked' }, 'invalid_metadata_format'],
    ['another field', { ...metadata({}), more: 1 }, 'invalid_metadata_format'],
    ['a null value', metadata({ id: null }), 'invalid_metadata_schema'],
    ['values nested twice', metadata({ of: { of: { name: 'a' } } }), 'invalid_metadata_schema'],
    ['more than is kept', metadata({ id: 'x'.repeat(8000) }), 'metadata_too_large'],
  ])('refuses %s', (_what, value, code) => {
    expect(metadataError(value)).toBe(code);
  });
});

describe('blocksTooLong', () => {
  const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } });

  it('counts the text of all blocks together', () => {
    expect(blocksTooLong([section(3000), section(3000), section(3000), section(2340)])).toBe(false);
    expect(blocksTooLong([section(3000), section(3000), section(3000), section(2341)])).toBe(true);
  });

  it('leaves markdown blocks to their own limit', () => {
    expect(blocksTooLong([{ type: 'markdown', text: 'x'.repeat(12_000) }])).toBe(false);
  });
});
