import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../model/entry.ts';
import type { Repositories } from '../ports/stores.ts';
import { openStores } from './open.ts';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'open-'));
  file = join(directory, 'countersign.db');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

function open(url = `sqlite:${file}`) {
  return openStores({ url, now: () => 0, busyTries: 2 });
}

async function opened(): Promise<void> {
  await (await open()).close();
}

function entry(seq: number): Entry {
  const actor = { type: 'cli', id: 'x' } as const;
  const hash = seq.toString(16).padStart(64, '0');
  const prevHash = (seq - 1).toString(16).padStart(64, 'f');
  return { seq, type: 'gate.decided', actor, subject: 's', payloadHash: 'p', prevHash, hash, at: seq };
}

async function appendOne(tx: Repositories): Promise<void> {
  await tx.inbox.counts();
  await tx.ledger.insert(entry(1), '{}');
}

/** Opens a second connection that nothing protects. */
function raw(): Database.Database {
  return new Database(file);
}

describe('openStores', () => {
  it('keeps what was written, durably and for the owner only', async () => {
    const stores = await open();
    await stores.transact(appendOne);
    await stores.close();
    const again = await open();
    expect((await again.ledger.last())?.seq).toBe(1);
    await again.close();
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(raw().pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it.each(['', 'sqlite:', 'sqlite:  ', 'postgres://localhost/x', 'countersign.db'])(
    'refuses the address %j',
    async (url) => {
      await expect(open(url)).rejects.toMatchObject({ code: 'store.bad-url', permanent: true });
    },
  );

  it.each<[string, () => void | Promise<void>, string]>([
    ['its directory is missing', () => rmSync(directory, { recursive: true }), 'store.missing-directory'],
    ['it is a directory', () => mkdirSync(file), 'store.not-allowed'],
    ['it is no database', () => writeFileSync(file, 'x'.repeat(5_000)), 'store.corrupt'],
    ['it was cut in the middle', () => opened().then(() => truncateSync(file, 9_000)), 'store.corrupt'],
    ['it was overwritten in the middle', () => opened().then(spoil), 'store.corrupt'],
  ])('says in one sentence why a database cannot be used when %s', async (_, prepare, code) => {
    await prepare();
    const refusal = open();
    await expect(refusal).rejects.toMatchObject({
      name: 'StoreError',
      code,
      message: expect.stringMatching(/; .+\.$/),
    });
    mkdirSync(directory, { recursive: true });
  });

  it.skipIf(process.getuid?.() === 0)('refuses a file that may not be written', async () => {
    await opened();
    chmodSync(file, 0o400);
    await expect(open()).rejects.toMatchObject({ code: 'store.not-allowed' });
  });

  it('refuses a schema from a later version and leaves it as it is', async () => {
    await opened();
    const later = raw();
    later.exec("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', '2027-01-01T00:00:00.000Z')");
    later.close();
    await expect(open()).rejects.toMatchObject({
      code: 'store.newer-schema',
      message: expect.stringContaining('9999-later'),
    });
  });

  it('creates nothing by halves when it is stopped on the way', async () => {
    const prepare = Database.prototype.prepare;
    vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, text: string) {
      if (text.includes('create table "grants"')) throw new Error('stopped');
      return prepare.call(this, text);
    });
    await expect(open()).rejects.toMatchObject({ code: 'store.failed' });
    vi.restoreAllMocks();
    const found = raw();
    expect(found.prepare('SELECT count(*) AS count FROM sqlite_master').get()).toEqual({ count: 0 });
    found.close();
    await opened();
  });
});

describe('a database in trouble', () => {
  it('waits for a lock that is let go, without stopping the process', async () => {
    const stores = await openStores({ url: `sqlite:${file}`, now: () => 0 });
    const other = raw();
    other.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 1);
    setTimeout(() => other.exec('COMMIT'), 150);
    await stores.transact(appendOne);
    await stores.timers.saveDue('job', 1);
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(0);
    expect(await stores.ledger.size()).toBe(1);
    await stores.close();
    other.close();
  });

  it('says so when the lock stays, and has written nothing', async () => {
    const stores = await open();
    const other = raw();
    other.exec('BEGIN IMMEDIATE');
    await expect(stores.transact(appendOne)).rejects.toMatchObject({ code: 'store.busy', permanent: false });
    await expect(stores.timers.saveDue('job', 1)).rejects.toMatchObject({ code: 'store.busy' });
    expect(await stores.ledger.size()).toBe(0);
    other.exec('COMMIT');
    await stores.transact(appendOne);
    await stores.close();
    other.close();
  });

  it('says that the disk is full, writes nothing, and goes on when there is room again', async () => {
    const database = captureConnection();
    const stores = await open();
    const pages = database().pragma('page_count', { simple: true });
    database().pragma(`max_page_count = ${pages}`);
    const work = async (tx: Repositories) => {
      await tx.timers.saveDue('job', 1);
      await tx.ledger.insert(entry(1), JSON.stringify('x'.repeat(100_000)));
    };
    await expect(stores.transact(work)).rejects.toMatchObject({
      code: 'store.full',
      permanent: false,
      message: expect.stringContaining('is full'),
    });
    expect([await stores.ledger.size(), await stores.timers.lastDue('job')]).toEqual([0, null]);
    database().pragma('max_page_count = 100000');
    await stores.transact(work);
    expect(await stores.ledger.size()).toBe(1);
    await stores.close();
  });
});

describe('the ledger tables', () => {
  it.each([
    ['an entry to be changed', 'UPDATE ledger_entries SET subject = subject', 'never changed'],
    ['an entry to be removed', 'DELETE FROM ledger_entries', 'never removed'],
    ['an entry to be replaced', 'REPLACE INTO ledger_entries SELECT * FROM ledger_entries', 'never removed'],
    ['a payload to be changed', "UPDATE ledger_payloads SET body = '{}'", 'never changed'],
    [
      'a payload to be replaced by an upsert',
      "INSERT INTO ledger_payloads VALUES (1, '1') ON CONFLICT (seq) DO UPDATE SET body = '2'",
      'never changed',
    ],
  ])('do not allow %s', async (_, statement, sentence) => {
    const database = captureConnection();
    const stores = await open();
    await stores.transact(appendOne);
    expect(() => database().exec(statement)).toThrow(sentence);
    expect(await stores.ledger.get(1)).toMatchObject({ payloadText: '{}' });
    await stores.close();
  });

  it('do not allow a second entry after the same one, nor a payload without an entry', async () => {
    const stores = await open();
    await stores.transact(appendOne);
    const second = { ...entry(2), prevHash: entry(1).prevHash };
    await expect(stores.ledger.insert(second, '{}')).rejects.toMatchObject({ code: 'store.chain-race' });
    const other = raw();
    other.pragma('foreign_keys = ON');
    expect(() => other.exec("INSERT INTO ledger_payloads VALUES (7, '{}')")).toThrow('FOREIGN KEY');
    other.close();
    await stores.close();
  });

  it('give up after a bounded number of lost races', async () => {
    const stores = await open();
    await stores.transact(appendOne);
    let tried = 0;
    const losing = stores.transact(async (tx) => {
      tried += 1;
      await tx.ledger.insert(entry(1), '{}');
    });
    await expect(losing).rejects.toMatchObject({ code: 'store.chain-race' });
    expect(tried).toBe(20);
    await stores.close();
  });
});

/** The connection that openStores makes for itself. */
function captureConnection(): () => Database.Database {
  let found: Database.Database | undefined;
  const pragma = Database.prototype.pragma;
  vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...args) {
    found ??= this;
    return pragma.apply(this, args);
  });
  return () => found as Database.Database;
}

function spoil(): void {
  const bytes = readFileSync(file);
  bytes.fill(0xaa, 4_096, bytes.length);
  writeFileSync(file, bytes);
}
