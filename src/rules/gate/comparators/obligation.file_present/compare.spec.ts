import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { obligationFilePresent } from './index.ts';

const judge = given(obligationFilePresent);

describe('obligation.file_present', () => {
  it('passes when one of the alternatives exists', async () => {
    const findings = await judge(
      { head: { 'docs/RUNBOOK.md': 'x' } },
      { files: [{ path: '/RUNBOOK.md', or: ['RUNBOOK.md'] }] },
    );
    expect(findings.map(({ code }) => code)).toEqual(['obligation.file-present']);
  });

  it('fails when the file was removed', async () => {
    const findings = await judge({ base: { LICENSE: 'MIT' }, head: { 'a.txt': '' } }, { files: ['/LICENSE'] });
    expect(findings).toMatchObject([
      { code: 'obligation.file-missing', outcome: 'fail', evidence: [{ file: 'LICENSE', line: null }] },
    ]);
  });

  it('fails when the file is smaller than demanded, and says how large it is', async () => {
    const findings = await judge({ head: { LICENSE: 'MIT' } }, { files: [{ path: '/LICENSE', minBytes: 100 }] });
    expect(findings).toMatchObject([{ code: 'obligation.file-too-small', evidence: [{ read: '3 bytes' }] }]);
  });

  it('demands a file only when the change touches what it is for', async () => {
    const rule = { files: [{ path: '/docs/api.md', when: '/src/**' }] };
    expect(await judge({ base: { 'a.md': '1' }, head: { 'a.md': '2' } }, rule)).toEqual([]);
    expect(await judge({ head: { 'src/a.ts': '' } }, rule)).toMatchObject([{ outcome: 'fail' }]);
  });

  it('does not know the size of a file it cannot read', async () => {
    const findings = await judge(
      { head: { 'logo.png': { kind: 'unreadable', reason: 'binary', detail: 'logo.png is binary.' } } },
      { files: [{ path: '/logo.png', minBytes: 10 }] },
    );
    expect(findings).toMatchObject([{ code: 'obligation.file-unreadable', outcome: 'unknown' }]);
  });

  it('does not call a file missing when the list of files was cut short', async () => {
    const findings = await judge({ head: {}, truncated: true }, { files: ['/LICENSE'] });
    expect(findings).toMatchObject([{ outcome: 'unknown' }]);
  });
});
