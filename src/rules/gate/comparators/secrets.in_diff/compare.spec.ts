import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { addedLines } from './added-lines.ts';
import { secretsInDiff } from './index.ts';
import { namedKind } from './kinds.ts';

const judge = given(secretsInDiff);
/** Put together here, so that no search of this repository takes them for real ones. */
const GITHUB = ['gh', 'p_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
const OTHER = ['gh', 'p_', 'z9Y8x7W6v5U4t3S2r1Q0p9O8n7M6l5K4j3I2'].join('');
const SLACK = ['xo', 'xb-', '123456789012-123456789012-', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('');
const NPM = ['np', 'm_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
const BODY = Array.from({ length: 20 }, (_, n) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC${n}`).join('\n');
const PRIVATE = `${['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')}\n${BODY}\n${['-----END RSA', 'PRIVATE KEY-----'].join(' ')}\n`;
const GOOGLE = JSON.stringify(
  { type: 'service_account', private_key_id: 'abc', private_key: PRIVATE, client_email: 'a@b.c' },
  null,
  2,
);
const LOGIN = ['https://deploy:', 'q8Zr5LmW2x', '@registry.acme.io/x'].join('');
const DATABASE = ['postgres://pay:', 'q8Zr5LmW2x', '@db7.acme.io:5432/pay'].join('');

const CLEAN = [{ code: 'secret.none-added', outcome: 'pass' }];

describe('secrets.in_diff', () => {
  it.each([
    ['a GitHub token', 'src/a.ts', `const a = 1;\nconst t = '${GITHUB}';\n`, 'secret.github', 95, 2],
    ['a Slack token', 'a.env', `SLACK=${SLACK}\n`, 'secret.slack', 95, 1],
    ['an npm token', '.npmrc', `//registry.npmjs.org/:_authToken=${NPM}\n`, 'secret.npm', 95, 1],
    ['a private key', 'deploy/key.pem', PRIVATE, 'secret.privatekey', 95, 1],
    ['a service account', 'deploy/account.json', GOOGLE, 'secret.gcp', 95, 4],
    ['a login in an address', 'deploy/pull.sh', `curl ${LOGIN}\n`, 'secret.basicauth', 70, 1],
    ['a database password', 'deploy/db.env', `DB=${DATABASE}\n`, 'secret.database-connection-string', 85, 1],
    ['a token in a test', 'test/a.ts', `'${GITHUB}'`, 'secret.github', 45, 1],
    [
      'a token behind a comment that forbids looking',
      'a.ts',
      `// secretlint-disable\n'${GITHUB}'\n`,
      'secret.github',
      95,
      2,
    ],
  ])('finds %s and never shows it', async (_name, path, text, code, severity, line) => {
    const findings = await judge({ head: { [path]: text } });
    expect(findings.map((one) => [one.code, one.severity, one.evidence[0]?.line])).toEqual([[code, severity, line]]);
    const told = JSON.stringify(findings);
    for (const secret of [GITHUB, SLACK, NPM, BODY.slice(0, 20), 'q8Zr5LmW2x']) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(secret.slice(4, 14));
    }
    expect(findings[0]?.evidence[0]?.read).toBe('****');
  });

  it('gives the same key to two secrets of a kind in a file: nothing of them is in it', async () => {
    const [one] = await judge({ head: { 'a.ts': `'${GITHUB}'` } });
    const [other] = await judge({ head: { 'a.ts': `\n\n'${OTHER}'` } });
    expect(one?.key).toBe('github a.ts');
    expect(other?.key).toBe(one?.key);
  });

  it.each([
    ['names of secrets', 'const token = process.env.GITHUB_TOKEN;\n'],
    ['a blank to fill in', `token: \${GITHUB_TOKEN}\nurl: https://<user>:<password>@acme.io/\n`],
    ['the login of a manual', 'DB=postgres://user:password@localhost:5432/pay\n'],
    ['digests', `sha512-${'Ab1+'.repeat(21)}==\n${'0123456789abcdef'.repeat(4)}\n`],
  ])('leaves %s alone', async (_name, text) => {
    expect(await judge({ head: { 'src/a.ts': text } })).toMatchObject(CLEAN);
  });

  it('looks only at lines the change added', async () => {
    const old = `const t = '${GITHUB}';\n`;
    expect(await judge({ base: { 'a.ts': old }, head: { 'a.ts': `${old}const b = 1;\n` } })).toMatchObject(CLEAN);
    expect(await judge({ base: { 'a.ts': `${old}b\nc\n` }, head: { 'a.ts': `b\nc\n  ${old}d` } })).toMatchObject(CLEAN);
    expect(await judge({ base: { 'a.ts': old }, head: { 'a.ts': `${old}${old}` } })).toMatchObject([
      { code: 'secret.github' },
    ]);
  });

  it('follows a file to its new name', async () => {
    const old = `const t = '${GITHUB}';\n`;
    const files = { base: { 'a.ts': old }, head: { 'b.ts': `${old}// moved\n` }, moved: { 'a.ts': 'b.ts' } };
    expect(await judge(files)).toMatchObject(CLEAN);
  });

  it('does not take a change beside a key for another key', async () => {
    const other = GOOGLE.replace('a@b.c', 'd@b.c');
    const findings = await judge({ base: { 'a.json': GOOGLE }, head: { 'a.json': other } });
    expect(findings).toMatchObject(CLEAN);
  });

  it('leaves out kinds and files it is told to leave out', async () => {
    const head = { 'a.ts': `'${GITHUB}'` };
    expect(await judge({ head }, { ignoreKinds: ['github'] })).toMatchObject(CLEAN);
    expect(await judge({ head }, { ignore: ['*.ts'] })).toEqual([]);
  });

  it('has nothing to say about a removal or a picture', async () => {
    expect(await judge({ base: { 'a.ts': `'${GITHUB}'` }, head: {} })).toEqual([]);
    expect(await judge({ head: { 'a.png': 'x' } })).toEqual([]);
  });

  it.each(['too-large', 'not-utf8', 'budget-exhausted', 'timed-out', 'error'] as const)(
    'does not know a file that is %s, and judges the rest',
    async (reason) => {
      const unread = { kind: 'unreadable', reason, detail: 'It could not be had.' } as const;
      const findings = await judge({ head: { 'a.ts': unread, 'b.ts': unread, 'c.ts': `'${GITHUB}'` } });
      expect(findings).toMatchObject([{ code: 'secret.github' }, { code: 'secret.unread', outcome: 'unknown' }]);
    },
  );

  it('does not know whether a secret is there for the first time when the file before cannot be read', async () => {
    const unread = { kind: 'unreadable', reason: 'error', detail: 'The host refused.' } as const;
    const findings = await judge({ base: { 'a.ts': unread }, head: { 'a.ts': `'${GITHUB}'` } });
    expect(findings).toMatchObject([{ code: 'secret.unread', outcome: 'unknown' }]);
  });

  it('does not know when the host left changed files out', async () => {
    expect(await judge({ head: { 'a.ts': 'a' }, filesTruncated: true })).toMatchObject([{ outcome: 'unknown' }]);
  });
});

describe('added lines', () => {
  it('are none between a text and itself in another order', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.string())
          .chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))),
        ([lines, shuffled]) => {
          expect(addedLines(lines.join('\n'), shuffled.join('\n')).size).toBe(0);
        },
      ),
    );
  });
});

describe('the name of a kind', () => {
  it.each([
    ['github', 'a GitHub token'],
    ['slack', 'a Slack token'],
    ['aws', 'an AWS key'],
  ] as const)('%s is %s', (kind, name) => {
    expect(namedKind(kind)).toBe(name);
  });
});
