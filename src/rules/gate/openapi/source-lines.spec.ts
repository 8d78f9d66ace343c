import { describe, expect, it } from 'vitest';
import { sourceLines } from './source-lines.ts';

describe('the lines of a source', () => {
  it('are trimmed, cut, and left out when they are not there', () => {
    const text = `first\r\n  second\n\n${'x'.repeat(900)}`;
    const lines = sourceLines(text, [4, 2, 1, 9, 2]);
    expect([lines.get(1), lines.get(2), lines.get(9)]).toEqual(['first', 'second', undefined]);
    expect(lines.get(4)).toHaveLength(200);
  });
});
