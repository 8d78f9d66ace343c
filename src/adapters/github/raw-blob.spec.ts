import { describe, expect, it } from 'vitest';
import { blobBytes, bytesOf } from './raw-blob.ts';

const SHA = 'b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0';

describe('the bytes of a blob', () => {
  it('are taken as they are when the host answers with them', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    expect(blobBytes(bytes, 'application/vnd.github.raw+json; charset=utf-8', SHA)).toEqual(bytes);
  });

  it('are unwrapped when the host only knows the JSON form', () => {
    const envelope = JSON.stringify({ sha: SHA, content: 'aGVs\nbG8=', encoding: 'base64' });
    expect(blobBytes(Buffer.from(envelope), 'application/json; charset=UTF-8', SHA).toString()).toBe('hello');
  });

  it.each([
    [
      'a file that looks like an envelope of another blob',
      JSON.stringify({ sha: 'another', content: 'aGVsbG8=', encoding: 'base64' }),
    ],
    ['a JSON file', '{"openapi":"3.0.0"}'],
    ['a file that is no JSON', '{"openapi'],
  ])('are left alone for %s', (_name, text) => {
    expect(blobBytes(Buffer.from(text), 'application/json', SHA).toString()).toBe(text);
  });

  it('are put together from the pieces they came in', async () => {
    expect((await bytesOf(new Blob(['he', 'llo']).stream())).toString()).toBe('hello');
  });
});
