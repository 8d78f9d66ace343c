import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { workflowsPermissions } from './index.ts';

const judge = given(workflowsPermissions);
const PATH = '.github/workflows/ci.yml';
const said = async (head: string, base?: string, options = {}) =>
  (await judge({ ...(base === undefined ? {} : { base: { [PATH]: base } }), head: { [PATH]: head } }, options)).map(
    ({ code, severity, evidence }) => [code, severity, evidence[0]?.line ?? null],
  );
const workflow = (on: string, steps: string, more = '') =>
  `on: ${on}\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
const CALM = [['workflow.not-weakened', 0, null]];
const SHA = 'a'.repeat(40);
const HEAD = `      - uses: actions/checkout@v4\n        with:\n          ref: \${{ github.event.pull_request.head.sha }}\n`;

describe('workflows.permissions', () => {
  it.each([
    ['write-all', 'on: push\npermissions: write-all\njobs: {}\n', 'workflow.write-all', 75, 2],
    ['write-all for one job', 'on: push\njobs:\n  a:\n    permissions: write-all\n', 'workflow.write-all', 75, 4],
    ['write-all beside outsiders', 'on: [pull_request_target]\npermissions: write-all\n', 'workflow.write-all', 95, 2],
    [
      'a push without permissions',
      'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          make\n          git push\n',
      'workflow.permissions-missing',
      45,
      5,
    ],
    [
      'a checkout of the head',
      workflow('pull_request_target', `${HEAD}      - run: make\n`),
      'workflow.head-checkout',
      95,
      10,
    ],
    ['a checkout that runs nothing', workflow('pull_request_target', HEAD), 'workflow.head-checkout', 70, 10],
    [
      'a checkout after another run',
      workflow(
        '{ workflow_run: { workflows: [ci] } }',
        `      - uses: actions/checkout@v4\n        with: { ref: "\${{ github.event.workflow_run.head_sha }}" }\n      - run: make\n`,
      ),
      'workflow.head-checkout',
      95,
      9,
    ],
    [
      'a title in a script',
      workflow('issues', `      - run: |\n          make\n          echo "\${{ github.event.issue.title }}"\n`),
      'workflow.untrusted-in-script',
      90,
      10,
    ],
    [
      'a branch name in a script of a plain pull request',
      workflow('pull_request', `      - run: git diff \${{ github.head_ref }}\n`),
      'workflow.untrusted-in-script',
      60,
      8,
    ],
    [
      'a comment in JavaScript',
      workflow(
        'issue_comment',
        `      - uses: actions/github-script@v7\n        with:\n          script: |\n            const said = \`\${{ github.event.comment.body }}\`;\n`,
      ),
      'workflow.untrusted-in-script',
      90,
      11,
    ],
    ['an action by its tag', workflow('push', '      - uses: other/action@v1\n'), 'workflow.unpinned', 45, 8],
    ['an image by its tag', workflow('push', '      - uses: docker://alpine:3\n'), 'workflow.unpinned', 45, 8],
    [
      'a called workflow by its branch',
      'on: push\njobs:\n  a:\n    uses: other/repo/.github/workflows/a.yml@main\n',
      'workflow.unpinned',
      45,
      4,
    ],
  ])('finds %s', async (_name, text, code, severity, line) => {
    expect(await said(text)).toEqual([[code, severity, line]]);
  });

  it.each([
    ['a pinned action', workflow('push', `      - uses: other/action@${SHA}\n`)],
    ["GitHub's own action", workflow('push', '      - uses: actions/checkout@v4\n')],
    [
      "the owner's action and a local one",
      workflow('push', '      - uses: Acme/a@v1\n      - uses: ./a\n      - uses: $/b\n'),
    ],
    ['the head of a plain pull request', workflow('pull_request', `${HEAD}      - run: make\n`)],
    [
      'the head of an own branch',
      workflow(
        'pull_request_target',
        `${HEAD}      - run: make\n`,
        '    if: github.event.pull_request.head.repo.full_name == github.repository\n',
      ),
    ],
    [
      'a title in env',
      workflow(
        'issues',
        `      - run: echo "$TITLE"\n        env:\n          TITLE: \${{ github.event.issue.title }}\n`,
      ),
    ],
    [
      'a comparison',
      workflow(
        'issues',
        `      - run: echo \${{ contains(github.event.issue.body, 'x') || github.event.issue.title == 'y' }}\n`,
      ),
    ],
    ['text that this event does not carry', workflow('push', `      - run: echo \${{ github.event.issue.title }}\n`)],
    [
      'a push with a token of its own',
      `on: push\njobs:\n  a:\n    steps:\n      - run: git push\n        env:\n          T: \${{ secrets.BOT_TOKEN }}\n`,
    ],
    [
      'a push in a job with a token of its own',
      `on: push\njobs:\n  a:\n    env:\n      GH_TOKEN: \${{ secrets.BOT_PAT }}\n    steps:\n      - run: gh issue create\n`,
    ],
    [
      'a push with the token of the checkout',
      `on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          token: \${{ secrets.BOT_PAT }}\n      - run: git push\n`,
    ],
    [
      "the name of a colleague's branch",
      workflow(
        'pull_request',
        `      - run: git push origin \${{ github.head_ref }}\n`,
        `    if: \${{ github.event.pull_request.head.repo.fork == false }}\n`,
      ),
    ],
    ['a commented push', 'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          # git push\n          make\n'],
    ['words in a comment', '# permissions: write-all\non: push\njobs: {}\n'],
  ])('leaves %s alone', async (_name, text) => {
    expect(await said(text)).toEqual(CALM);
  });

  const OLD = workflow('push', '      - uses: other/action@v1\n');

  it('does not bring up an old sin, a newer tag or a moved line, unless asked for', async () => {
    const moved = `# why\n${OLD.replace('@v1', '@v2')}`;
    expect(await said(moved, OLD)).toEqual(CALM);
    expect(await said(moved, OLD, { includeExisting: true })).toEqual([['workflow.unpinned', 45, 9]]);
  });

  it('follows a workflow to its new name', async () => {
    const next = '.github/workflows/next.yml';
    const findings = await judge({ base: { [PATH]: OLD }, head: { [next]: OLD }, moved: { [PATH]: next } });
    expect(findings.map(({ code }) => code)).toEqual(['workflow.not-weakened']);
  });

  it('finds the loss of a pin', async () => {
    expect(await said(OLD, OLD.replace('@v1', `@${SHA}`))).toEqual([['workflow.unpinned', 45, 8]]);
  });

  it('finds permissions that go away, but not those that move to every job', async () => {
    const before = workflow('push', '      - run: make\n');
    const without = before.replace('permissions:\n  contents: read\n', '');
    expect(await said(without, before)).toEqual([['workflow.permissions-removed', 60, 2]]);
    const perJob = workflow('push', '      - run: make\n', '    permissions: {}\n').replace(
      'permissions:\n  contents: read\n',
      '',
    );
    expect(await said(perJob, before)).toEqual(CALM);
  });

  it("asks for GitHub's own pins and for permissions everywhere when told to", async () => {
    const text = 'on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n';
    expect(await said(text, undefined, { pinning: 'all', requirePermissions: true })).toEqual([
      ['workflow.permissions-missing', 45, 3],
      ['workflow.unpinned', 45, 5],
    ]);
    expect(await said(OLD, undefined, { pinning: 'off' })).toEqual(CALM);
    expect(await said(OLD, undefined, { trustedOwners: ['other'] })).toEqual(CALM);
  });

  it('reads the steps of a composite action', async () => {
    const text = `runs:\n  using: composite\n  steps:\n    - run: echo \${{ github.head_ref }}\n      shell: bash\n`;
    expect((await judge({ head: { 'setup/action.yml': text } })).map(({ code }) => code)).toEqual([
      'workflow.untrusted-in-script',
    ]);
    expect(await judge({ head: { 'action.yml': 'runs:\n  using: node20\n' } })).toEqual([]);
  });

  const BOMB = `a: &a [x, x, x, x, x, x, x, x, x]\n${'abcdefg'
    .split('')
    .map((name, at, all) =>
      at === 0
        ? ''
        : `${name}: &${name} [${Array(9)
            .fill(`*${all[at - 1]}`)
            .join(', ')}]\n`,
    )
    .join('')}`;

  it.each([
    ['no YAML', 'on: push\njobs:\n  a: [\n'],
    ['an alias bomb', BOMB],
    ['endless nesting', `on: ${'['.repeat(5000)}`],
    ['a huge file', `on: push\n${'# more\n'.repeat(200_000)}`],
  ])('does not know %s', async (_name, text) => {
    const findings = await judge({ head: { [PATH]: text } });
    expect(findings).toMatchObject([{ code: 'workflow.unparsed', outcome: 'unknown' }]);
  });

  it('does not know what could not be read', async () => {
    const unread = { kind: 'unreadable', reason: 'not-utf8', detail: 'It is not UTF-8.' } as const;
    expect(await judge({ head: { [PATH]: unread } })).toMatchObject([{ outcome: 'unknown' }]);
  });
});
