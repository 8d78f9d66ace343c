import { describe, expect, it } from 'vitest';
import { Pack } from '../../model/pack.ts';
import { nextVersion, stored, versionHash } from './versions.ts';

const PACK = Pack.parse({ id: 'api', name: 'API', scope: { type: 'workspace' } });

describe('versionHash', () => {
  it('is 64 hex digits and does not know when or by whom', () => {
    const touched = {
      ...PACK,
      createdAt: '2026-11-20',
      updatedAt: '2026-11-21',
      createdBy: 'alice',
      updatedBy: 'bob',
      versionHash: 'x',
    };
    expect(versionHash(PACK)).toMatch(/^[0-9a-f]{64}$/);
    expect(versionHash(touched)).toBe(versionHash(PACK));
  });

  it.each([
    ['name', { name: 'Other' }],
    ['status', { status: 'archived' as const }],
    ['version', { version: 2 }],
    ['parentId', { parentId: 'f'.repeat(64) }],
    ['approvals', { approvals: { ...PACK.approvals, expiresAfterHours: 1 } }],
  ])('moves with %s', (_field, over) => {
    expect(versionHash({ ...PACK, ...over })).not.toBe(versionHash(PACK));
  });
});

describe('nextVersion', () => {
  it('counts up and names its parent by hash', () => {
    const first = stored(PACK);
    const second = nextVersion(first, { ...PACK, name: 'API contract' });
    expect(second).toMatchObject({ id: 'api', version: 2, parentId: first.versionHash, name: 'API contract' });
    expect(second.versionHash).toBe(versionHash(second));
  });

  it('stays where it is when nothing changed', () => {
    const second = nextVersion(stored(PACK), { ...PACK, name: 'B' });
    expect(nextVersion(second, { ...PACK, name: 'B' })).toBe(second);
  });

  it('cannot change the id', () => {
    expect(nextVersion(stored(PACK), { ...PACK, id: 'other' }).id).toBe('api');
  });
});
