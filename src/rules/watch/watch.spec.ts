import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Watcher, WatcherStatus } from '../../model/watch.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { flipOf, isLoud, isRecovery, nextChangeAt, stateOf } from './heartbeat.ts';
import { parseWatcher, readWatchers } from './registry.ts';

const WATCHER: Watcher = {
  id: 'backup',
  name: 'Backup',
  what: 'No copy of the ledger is being made.',
  source: 'outside-job',
  periodMs: 10 * MINUTE_MS,
  graceMs: 5 * MINUTE_MS,
};
const T0 = 1_000_000_000;

function status(over: Partial<WatcherStatus>): WatcherStatus {
  return { watcherId: 'backup', state: 'up', lastHeartbeatAt: T0, since: T0 - MINUTE_MS, flippedAt: null, ...over };
}

describe('stateOf', () => {
  it.each([
    ['just heard', 0, 'up'],
    ['at the end of the period', 10 * MINUTE_MS, 'up'],
    ['past the period', 10 * MINUTE_MS + 1, 'late'],
    ['at the end of the grace', 15 * MINUTE_MS, 'late'],
    ['past the grace', 15 * MINUTE_MS + 1, 'silent'],
    ['a clock that went back', -MINUTE_MS, 'up'],
  ] as const)('%s', (_what, later, expected) => {
    expect(stateOf(WATCHER, status({}), T0 + later)).toBe(expected);
  });

  it('waits from the moment watching began, and not for ever', () => {
    const never = status({ state: 'waiting', lastHeartbeatAt: null, since: T0 });
    expect(stateOf(WATCHER, never, T0 + 15 * MINUTE_MS)).toBe('waiting');
    expect(stateOf(WATCHER, never, T0 + 15 * MINUTE_MS + 1)).toBe('silent');
  });
});

describe('flipOf', () => {
  it('is null while the stored state is right', () => {
    expect(flipOf(WATCHER, status({}), T0 + MINUTE_MS)).toBeNull();
  });

  it('tells of silence with its length and what it means', () => {
    const flip = flipOf(WATCHER, status({ state: 'late' }), T0 + 20 * MINUTE_MS);
    expect(flip).toMatchObject({
      from: 'late',
      to: 'silent',
      what: 'Backup: no sign of life for 20 min. No copy of the ledger is being made.',
    });
    expect(flip !== null && isLoud(flip) && !isRecovery(flip)).toBe(true);
  });

  it('tells of a recovery with how long it was silent', () => {
    const back = flipOf(WATCHER, status({ state: 'silent', flippedAt: T0 - 30 * MINUTE_MS }), T0);
    expect(back).toMatchObject({ from: 'silent', to: 'up', what: 'Backup is back after 30 min of silence.' });
    expect(back !== null && isLoud(back) && isRecovery(back)).toBe(true);
  });

  it('keeps lateness and the first heartbeat quiet', () => {
    const late = flipOf(WATCHER, status({}), T0 + 11 * MINUTE_MS);
    const first = flipOf(WATCHER, status({ state: 'waiting' }), T0);
    expect([late?.to, late !== null && isLoud(late)]).toEqual(['late', false]);
    expect([first?.to, first !== null && isLoud(first)]).toEqual(['up', false]);
  });

  it('happens exactly at the announced moment', () => {
    const up = status({});
    const at = nextChangeAt(WATCHER, up, T0) ?? 0;
    expect([stateOf(WATCHER, up, at - 1), stateOf(WATCHER, up, at)]).toEqual(['up', 'late']);
    const end = nextChangeAt(WATCHER, up, at) ?? 0;
    expect([stateOf(WATCHER, up, end - 1), stateOf(WATCHER, up, end)]).toEqual(['late', 'silent']);
    expect(nextChangeAt(WATCHER, up, end)).toBeNull();
  });
});

describe('parseWatcher', () => {
  it('reads lengths of time', () => {
    const text = 'id: backup\nname: Backup\nwhat: No copy is made.\nsource: outside-job\nperiod: 1 d\ngrace: 2 h\n';
    expect(parseWatcher(text, 'backup.yaml')).toMatchObject({
      ok: true,
      value: { periodMs: 86_400_000, graceMs: 7_200_000 },
    });
  });

  it.each([
    ['period: soon', 'period', 'write a length'],
    ['period: 0 s', 'period', 'at least 1 s'],
    ['period: 9999 d', 'period', 'at most 366 d'],
    ['perod: 1 d', 'perod', 'Unknown key'],
  ])('refuses %s', (line, path, sentence) => {
    const parsed = parseWatcher(`id: a\nname: A\nwhat: B.\nsource: cron\ngrace: 1 h\n${line}\n`, 'a.yaml');
    expect(parsed.ok ? [] : parsed.error).toContainEqual(
      expect.objectContaining({ path, line: 6, message: expect.stringContaining(sentence) }),
    );
  });

  it('refuses two watchers of one id', () => {
    const text = 'id: a\nname: A\nwhat: B.\nsource: cron\nperiod: 1 h\ngrace: 1 h\n';
    const read = readWatchers([
      { name: 'a.yaml', text },
      { name: 'b.yaml', text },
    ]);
    expect(read.ok ? [] : read.error).toMatchObject([
      { file: 'b.yaml', message: 'The watcher a is already declared in a.yaml.' },
    ]);
  });
});

describe('the watchers that ship', () => {
  it('are valid, and one of them watches the watching', () => {
    const folder = new URL('../../../manifests/watchers/', import.meta.url);
    const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
    const read = readWatchers(files);
    expect(read.ok ? read.value.map((watcher) => watcher.id) : read.error).toEqual([
      'cron',
      'github-deliveries',
      'monitor',
      'outbox-age',
      'slack-connection',
    ]);
  });
});
