import { describe, expect, it } from 'vitest';
import { silencedBy } from './noise.ts';

const CONTROLS = { ignorePatterns: ['[skip docs]', 'chore(deps)'], ignorePaths: [], ignoreAuthors: ['Renovate[bot]'] };

describe('silencedBy', () => {
  it.each([
    [{ title: 'Chore(deps): bump a', author: 'alice' }, /chore\(deps\)/],
    [{ title: 'Rename [SKIP DOCS]', author: 'alice' }, /skip docs/],
    [{ title: 'Bump', author: 'renovate[bot]' }, /Renovate/],
  ])('says why %j is ignored', (meta, reason) => {
    expect(silencedBy(meta, CONTROLS)).toMatch(reason);
  });

  it.each([
    { title: 'Rename PAY_PORT', author: 'alice' },
    { title: 'chore: deps', author: 'bob' },
    { title: '', author: '' },
  ])('lets %j through', (meta) => {
    expect(silencedBy(meta, CONTROLS)).toBeNull();
  });
});
