import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Config, ConfigProblem } from './config.ts';
import { describeConfig } from './describe.ts';
import { readConfig } from './read-config.ts';
import type { Env } from './read-values.ts';
import { redactUrl, scrubber, scrubShapes, secretsOf } from './redact.ts';

const BOT = 'xoxb-1111-2222-abcdefghij';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----';

function reader(files: Record<string, string>) {
  return (path: string) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no such file, open '${path}'`), { code: 'ENOENT' });
    return text;
  };
}

function read(env: Env, files: Record<string, string> = {}) {
  return readConfig(env, reader(files));
}

function good(env: Env, files: Record<string, string> = {}): Config {
  const config = read(env, files);
  if (!config.ok) throw new Error(config.error.map((problem) => problem.message).join('\n'));
  return config.value;
}

function problems(env: Env, files: Record<string, string> = {}): ConfigProblem[] {
  const config = read(env, files);
  return config.ok ? [] : config.error;
}

describe('readConfig', () => {
  it('starts with nothing set: loopback, a local database, every outside effect off and dry', () => {
    expect(good({})).toMatchObject({
      http: { host: '127.0.0.1', port: 3000, publicUrl: null, heartbeatToken: null },
      database: { url: 'sqlite:.countersign/countersign.db', file: '.countersign/countersign.db' },
      switches: { externalActions: false, githubWrites: false, dryRun: true },
      repos: [],
      packsDir: '',
      logLevel: 'info',
    });
  });

  it('reads what is set', () => {
    const config = good({
      SLACK_BOT_TOKEN: BOT,
      SLACK_APP_TOKEN: 'xapp-1-A-2-b',
      GITHUB_APP_ID: '12',
      GITHUB_PRIVATE_KEY: PEM.replaceAll('\n', '\\n'),
      COUNTERSIGN_REPOS: 'acme/payments, acme/ledger,acme/payments',
      COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED: 'true',
      COUNTERSIGN_ENABLE_GITHUB_WRITES: '1',
      COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: '0',
      DATABASE_URL: 'sqlite:///var/lib/countersign.db',
      PORT: '0',
      LOG_LEVEL: 'DEBUG',
    });
    expect(config).toMatchObject({
      github: { appId: '12', privateKey: PEM },
      repos: ['acme/payments', 'acme/ledger'],
      switches: { externalActions: true, githubWrites: true, dryRun: false },
      database: { file: '/var/lib/countersign.db' },
      http: { port: 0 },
      logLevel: 'debug',
    });
  });

  it('lets the file of a secret win over its variable, and forgets the last line break', () => {
    const config = good(
      { SLACK_BOT_TOKEN: 'xoxb-old', SLACK_BOT_TOKEN_FILE: '/run/bot', SLACK_SIGNING_SECRET: 's' },
      { '/run/bot': `${BOT}\n` },
    );
    expect(config.slack.botToken).toBe(BOT);
    expect(config.origins.find((origin) => origin.name === 'SLACK_BOT_TOKEN')).toMatchObject({
      from: 'file',
      path: '/run/bot',
    });
  });

  it.each([
    ['SLACK_BOT_TOKEN'],
    ['SLACK_APP_TOKEN'],
    ['SLACK_SIGNING_SECRET'],
    ['GITHUB_PRIVATE_KEY'],
    ['GITHUB_TOKEN'],
    ['GITHUB_WEBHOOK_SECRET'],
    ['COUNTERSIGN_HEARTBEAT_TOKEN'],
    ['DATABASE_URL'],
  ])('refuses a missing, an empty and an unnamed file for %s, and says which', (name) => {
    const file = `${name}_FILE`;
    expect(problems({ [file]: '/run/gone' })).toContainEqual({
      name: file,
      message: `${file} names /run/gone, which cannot be read (ENOENT): create it or let this account read it.`,
    });
    expect(problems({ [file]: '/run/empty' }, { '/run/empty': ' \n' })).toContainEqual({
      name: file,
      message: `${file} names /run/empty, which is empty: put the secret into it.`,
    });
    expect(problems({ [file]: '' })).toContainEqual({
      name: file,
      message: `${file} is set but names no file: give it a path or remove it.`,
    });
  });

  it('does not fall back to the variable when the file fails', () => {
    expect(problems({ GITHUB_TOKEN: 'ghp_0123456789abcdef', GITHUB_TOKEN_FILE: '/run/gone' })).toHaveLength(1);
  });

  it.each<[Env, string]>([
    [{ PORT: '80a' }, 'PORT is "80a"'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ PORT: '1e3' }, 'PORT'],
    [{ HOST: 'local host' }, 'HOST is not a host name'],
    [{ COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: 'maybe' }, 'write 1 or 0'],
    [{ COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED: '2' }, 'write 1 or 0'],
    [{ COUNTERSIGN_SIDE_EFECTS_DRY_RUN: '0' }, 'did you mean COUNTERSIGN_SIDE_EFFECTS_DRY_RUN?'],
    [{ DATABASE_URL: 'postgres://u:hunter2@db/x' }, 'write sqlite:FILE'],
    [{ COUNTERSIGN_REPOS: 'acme' }, 'write owner/name'],
    [{ COUNTERSIGN_CHANNEL: 'two words' }, 'is not a channel'],
    [{ LOG_LEVEL: 'inf' }, 'did you mean info?'],
    [{ SLACK_API_URL: 'ftp://x' }, 'write it with http'],
    [{ SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'those start with xoxb-'],
    [{ SLACK_BOT_TOKEN: BOT }, 'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'without SLACK_BOT_TOKEN'],
    [{ GITHUB_APP_ID: 'twelve', GITHUB_PRIVATE_KEY: PEM }, 'is not a number'],
    [{ GITHUB_APP_ID: '12' }, 'without GITHUB_PRIVATE_KEY'],
    [{ GITHUB_PRIVATE_KEY: PEM }, 'without GITHUB_APP_ID'],
    [{ GITHUB_APP_ID: '12', GITHUB_PRIVATE_KEY: 'nonsense' }, 'is not a PEM private key'],
    [{ GITHUB_APP_ID: '12', GITHUB_PRIVATE_KEY: PEM, GITHUB_TOKEN: 'ghp_0123456789' }, 'keep the one'],
    [{ COUNTERSIGN_HEARTBEAT_TOKEN: 'short' }, 'shorter than 16'],
    [{ COUNTERSIGN_LEDGER_KEY_FILE: '/run/gone' }, 'cannot be read (ENOENT)'],
  ])('refuses %o', (env, sentence) => {
    expect(
      problems(env)
        .map((problem) => problem.message)
        .join('\n'),
    ).toContain(sentence);
  });

  it('takes a GitHub App key without its own problem twice', () => {
    expect(problems({ GITHUB_APP_ID: '12', GITHUB_PRIVATE_KEY_FILE: '/run/gone' })).toHaveLength(1);
  });

  it('never repeats a secret in a problem', () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 40, unit: fc.constantFrom(...'abcdefghijklmnop0123456789_') })
      .map((text) => `Zq${text}qZ`);
    fc.assert(
      fc.property(secret, (value) => {
        const env = {
          SLACK_BOT_TOKEN: value,
          SLACK_APP_TOKEN: value,
          GITHUB_PRIVATE_KEY: value,
          GITHUB_TOKEN: value,
          DATABASE_URL: value,
          PORT: 'x',
        };
        const said = problems(env)
          .map((problem) => problem.message)
          .join('\n');
        expect(said).not.toContain(value);
        expect(said).toContain('PORT');
      }),
    );
  });
});

describe('describeConfig', () => {
  it('shows secrets by length only and says where each value came from', () => {
    const config = good(
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: 'abcdef123456', GITHUB_TOKEN_FILE: '/run/gh', PORT: '8080' },
      { '/run/gh': 'ghp_0123456789abcdef' },
    );
    const lines = describeConfig(config);
    expect(lines.find((line) => line.name === 'SLACK_BOT_TOKEN')).toMatchObject({
      shown: `set, ${BOT.length} characters`,
      from: 'env',
    });
    expect(lines.find((line) => line.name === 'GITHUB_TOKEN')).toMatchObject({
      shown: 'set, 20 characters',
      from: 'file',
      path: '/run/gh',
    });
    expect(lines.find((line) => line.name === 'PORT')).toMatchObject({ shown: '8080', from: 'env' });
    expect(lines.find((line) => line.name === 'DATABASE_URL')).toMatchObject({
      shown: 'sqlite:.countersign/countersign.db',
      from: 'default',
    });
    const text = JSON.stringify(lines);
    for (const secret of secretsOf(config)) expect(text).not.toContain(secret);
  });
});

describe('scrubber', () => {
  it('masks configured secrets, also as they look in an address or in JSON', () => {
    const scrub = scrubber(['p@ss word"x']);
    expect(scrub('p@ss word"x | p%40ss%20word%22x | p@ss word\\"x')).toBe('[redacted] | [redacted] | [redacted]');
  });

  it.each([
    ['a bot token', 'failed with xoxb-123-456-abcDEF', 'failed with [redacted]'],
    ['an app token', 'xapp-1-A1-2-abc!', '[redacted]!'],
    ['a classic token', 'ghp_0123456789abcdefghij', '[redacted]'],
    ['an installation token', 'token ghs_0123456789abcdefghij.', 'token [redacted].'],
    ['a fine-grained token', 'github_pat_11ABC_0123456789', '[redacted]'],
    ['a key', `key ${PEM} end`, 'key [redacted] end'],
    ['a cut key', '-----BEGIN PRIVATE KEY-----\nMIIE', '[redacted]'],
    ['a password in an address', 'postgres://user:hunter2@db/x', 'postgres://user:[redacted]@db/x'],
    ['a header', 'Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [redacted]'],
    [
      'an incoming webhook',
      'https://hooks.slack.com/services/T1/B2/abc',
      'https://hooks.slack.com/services/[redacted]',
    ],
    ['ordinary words', 'acme/payments#12 at 1a2b3c4 warns', 'acme/payments#12 at 1a2b3c4 warns'],
  ])('masks %s', (_what, text, expected) => {
    expect(scrubShapes(text)).toBe(expected);
  });

  it('leaves no secret in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'[redacted]'.includes(secret));
        expect(scrubber([secret])(`${before}${secret}${after}`).split('[redacted]').join('\u0000')).not.toContain(
          secret,
        );
      }),
    );
  });
});

describe('redactUrl', () => {
  it.each([
    ['sqlite:.countersign/countersign.db', 'sqlite:.countersign/countersign.db'],
    ['postgres://user:hunter2@db:5432/x?sslmode=require', 'postgres://db:5432/x'],
    ['hunter2', 'set, 7 characters'],
  ])('%s', (value, expected) => {
    expect(redactUrl(value)).toBe(expected);
  });
});
