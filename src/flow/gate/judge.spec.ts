import { afterAll, describe, expect, it } from 'vitest';
import { CountersignError } from '../../shared/errors.ts';
import { openEvaluationPool } from './evaluation-pool.ts';
import * as faulty from './faulty/registry.ts';
import { judge } from './judge.ts';
import { writtenPack, writtenSnapshot } from './written-snapshot.ts';

const pool = openEvaluationPool({ mostWorkers: 1 });
const faultyPool = openEvaluationPool({
  mostWorkers: 1,
  registry: { ...faulty, url: new URL('./faulty/registry.ts', import.meta.url).href },
});
afterAll(async () => {
  await pool.close();
  await faultyPool.close();
});

const NEEDS_LICENSE = { type: 'obligation.file_present', config: { files: ['/LICENSE'] } };
const LICENSE_REMOVED = { base: { LICENSE: 'MIT', 'a.ts': '' }, head: { 'a.ts': '' } };

function input(given: Parameters<typeof writtenSnapshot>[0], packs: ReturnType<typeof writtenPack>[], faults = {}) {
  return { ...writtenSnapshot(given, faults), packs, now: 0, monotonicMs: () => performance.now() };
}

describe('judge', () => {
  it('blocks a change that removes a file the pack demands', async () => {
    const result = await judge(input(LICENSE_REMOVED, [writtenPack([NEEDS_LICENSE])]), pool);
    expect(result).toMatchObject({
      verdict: 'block',
      highest: 'high',
      hasUnknown: false,
      findings: [{ code: 'obligation.file-missing', level: 'high', severity: 80 }],
      judgements: [{ verdict: 'block', reasons: ['1 high finding blocks.'] }],
      evaluation: { comparators: ['obligation.file_present'], hostCalls: 2 },
    });
  });

  it('passes once the same finding was answered on an earlier push, and still shows it', async () => {
    const first = await judge(input(LICENSE_REMOVED, [writtenPack([NEEDS_LICENSE])]), pool);
    const carried = first.findings.map(({ fingerprint, severity }) => ({
      fingerprint,
      severity,
      grantId: 'g1',
      by: 'Bob',
      at: 1,
    }));
    const second = await judge(input(LICENSE_REMOVED, [writtenPack([NEEDS_LICENSE])]), pool, carried);
    expect(second).toMatchObject({ verdict: 'pass', highest: null, findings: [{ outcome: 'fail' }] });
  });

  it('is not applicable to an empty change', async () => {
    const pack = writtenPack(['obligation.file_present', 'obligation.file_changed']);
    expect(await judge(input({}, [pack]), pool)).toMatchObject({ verdict: 'not-applicable', hasUnknown: false });
  });

  it('judges each pack for itself and answers with the worst', async () => {
    const strict = writtenPack([NEEDS_LICENSE], { id: 'strict' });
    const soft = writtenPack([NEEDS_LICENSE], { id: 'soft', enforcement: { mode: 'warn_only' } });
    const result = await judge(input(LICENSE_REMOVED, [soft, strict]), pool);
    expect(result.judgements.map(({ verdict }) => verdict)).toEqual(['warn', 'block']);
    expect(result.verdict).toBe('block');
  });

  it('asks a busy code host again, and a refusing one only once', async () => {
    let asked = 0;
    const busyTwice = async () => {
      asked += 1;
      if (asked <= 2) throw new CountersignError('busy', 'Busy.', { retryAfterMs: 1 });
      return { paths: ['LICENSE'], truncated: false };
    };
    const pack = writtenPack([NEEDS_LICENSE]);
    expect(await judge(input({ head: { LICENSE: '' } }, [pack], { tree: busyTwice }), pool)).toMatchObject({
      verdict: 'pass',
    });
    let refusals = 0;
    const refuses = async () => {
      refusals += 1;
      throw new CountersignError('gone', 'The branch is gone.', { permanent: true });
    };
    const refused = await judge(input({}, [pack], { tree: refuses }), pool);
    expect(refused).toMatchObject({ verdict: 'block', findings: [{ code: 'comparator.tree-unreadable' }] });
    expect(refused.findings[0]?.message).toContain('The branch is gone');
    expect(refusals).toBe(2);
  });

  it('stops asking when the call budget of the pack is used up', async () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`f${index}.txt`, 'x'.repeat(50)]));
    const sized = Object.keys(files).map((path) => ({ path: `/${path}`, minBytes: 10 }));
    const pack = writtenPack([{ type: 'obligation.file_present', config: { files: sized } }], {
      performance: { budgets: { maxCodeHostCalls: 6 } },
    });
    const result = await judge(input({ head: files }, [pack]), pool);
    expect(result.evaluation.hostCalls).toBe(6);
    expect(result.findings.filter(({ outcome }) => outcome === 'pass')).toHaveLength(4);
    expect(result.findings.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(5);
  });

  it('does not overdraw the budget when several comparators read at the same time', async () => {
    const head = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`${index}.md`, '# A\n']));
    const sections = (heading: string) => ({
      type: 'docs.required_sections',
      config: { rules: [{ pages: '*.md', sections: [heading] }] },
    });
    const pack = writtenPack([sections('B'), sections('C'), 'docs.anchor_check'], {
      performance: { budgets: { maxCodeHostCalls: 4 } },
    });
    const { snapshot, change } = writtenSnapshot({ head });
    const slow = {
      ...snapshot,
      read: async (...asked: Parameters<typeof snapshot.read>) => {
        const outcome = snapshot.read(...asked);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return await outcome;
      },
    };
    const result = await judge(
      { snapshot: slow, change, packs: [pack], now: 0, monotonicMs: () => performance.now() },
      pool,
    );
    expect(result.evaluation).toMatchObject({ hostCalls: 4, filesRead: 2 });
    expect(result).toMatchObject({ verdict: 'block', hasUnknown: true });
  });
});

describe('judge with comparators that misbehave', () => {
  it.each([
    ['faulty.spins', 'comparator.timed-out'],
    ['faulty.never-answers', 'comparator.timed-out'],
    ['faulty.spins-while-asking', 'comparator.timed-out'],
    ['faulty.throws', 'comparator.crashed'],
    ['faulty.exits', 'comparator.crashed'],
  ])('%s becomes unknown with %s, and the next comparator is still judged', async (id, code) => {
    const pack = writtenPack([{ type: id, timeoutMs: 100 }, 'faulty.fine']);
    const result = await judge(input({ head: { a: '' } }, [pack]), faultyPool);
    expect(result.findings.map((finding) => [finding.code, finding.outcome])).toEqual([
      [code, 'unknown'],
      ['fine', 'pass'],
    ]);
    expect(result).toMatchObject({ verdict: 'block', hasUnknown: true });
  });

  it('does not start a comparator when the time of the pack is used up', async () => {
    const pack = writtenPack([{ type: 'faulty.spins', timeoutMs: 60_000 }, 'faulty.fine'], {
      performance: { timeoutMs: 600 },
    });
    const result = await judge(input({}, [pack]), faultyPool);
    expect(result.findings.map(({ code }) => code)).toEqual(['comparator.timed-out', 'comparator.not-started']);
  });

  it('keeps the event loop free while a comparator spins', async () => {
    let beats = 0;
    const beating = setInterval(() => {
      beats += 1;
    }, 5);
    await judge(input({}, [writtenPack([{ type: 'faulty.spins', timeoutMs: 200 }])]), faultyPool);
    clearInterval(beating);
    expect(beats).toBeGreaterThan(3);
  });

  it('says which comparator a pack misspelt, and which option', async () => {
    const pack = writtenPack(['faulty.fin']);
    expect((await judge(input({}, [pack]), faultyPool)).findings[0]).toMatchObject({
      code: 'comparator.unknown',
      outcome: 'unknown',
      suggestedFix: 'Write "faulty.fine" in the pack.',
    });
    const misspelt = writtenPack([{ type: 'obligation.file_present', config: { file: ['/a'] } }]);
    const [finding] = (await judge(input({}, [misspelt]), pool)).findings;
    expect(finding).toMatchObject({ code: 'comparator.options-invalid', outcome: 'unknown' });
    expect(finding?.message).toContain('file');
  });
});
