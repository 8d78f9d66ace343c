import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { terraformDocsParity } from './index.ts';

const judge = given(terraformDocsParity);
const MAIN = 'variable "size" {\n  type = number\n}\n\noutput "arn" {\n  value = "x"\n}\n';
const PAGE =
  '# DB\n\n## Inputs\n\n| Name | Description |\n|------|-------------|\n| <a name="input_size"></a> [size](#input\\_size) | Size |\n\n## Outputs\n\n| Name | Description |\n|---|---|\n| arn | The ARN |\n';
const module = (main: string, page: string) => ({ 'modules/db/main.tf': main, 'modules/db/README.md': page });
const BACKUP = '\nvariable "backup_days" {\n  default = 7\n}\n';

describe('terraform.docs_parity', () => {
  it('passes a page with a row for each variable and output', async () => {
    const findings = await judge({ head: module(MAIN, PAGE) });
    expect(findings.map(({ code }) => code)).toEqual(['terraform.documented']);
  });

  it('names a variable that the page leaves out, with its line', async () => {
    const findings = await judge({ base: module(MAIN, PAGE), head: module(MAIN + BACKUP, PAGE) });
    expect(findings).toMatchObject([
      { code: 'terraform.variable-undocumented', evidence: [{ file: 'modules/db/main.tf', line: 9 }, { line: null }] },
    ]);
  });

  it('names a row whose output is gone', async () => {
    const without = MAIN.replace(/output[\s\S]*/, '');
    const findings = await judge({ base: module(MAIN, PAGE), head: module(without, PAGE) });
    expect(findings).toMatchObject([
      {
        code: 'terraform.output-gone',
        evidence: [{ file: 'modules/db/README.md', line: 13, read: '| arn | The ARN |' }],
      },
    ]);
  });

  it('does not bring up what the page missed before, unless asked for', async () => {
    const files = { base: module(MAIN + BACKUP, PAGE), head: module(`${MAIN}${BACKUP}# more\n`, PAGE) };
    expect((await judge(files)).map(({ outcome }) => outcome)).toEqual(['pass']);
    expect((await judge(files, { includeExisting: true })).map(({ outcome }) => outcome)).toEqual(['fail']);
  });

  it.each([
    ['as code', 'Set `backup_days` to 0 to switch backups off.'],
    ['as a list item', '- backup_days: how long'],
    ['as a heading', '### backup\\_days'],
  ])('counts a name written %s', async (_how, line) => {
    const findings = await judge({ base: module(MAIN, PAGE), head: module(MAIN + BACKUP, `${PAGE}\n${line}\n`) });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass']);
  });

  it('leaves a folder without a page alone, unless a page is required', async () => {
    expect(await judge({ head: { 'main.tf': MAIN } })).toEqual([]);
    expect(await judge({ head: { 'main.tf': MAIN } }, { requirePage: true })).toMatchObject([
      { code: 'terraform.page-missing', outcome: 'fail' },
    ]);
  });

  it('does not know a module with a file that does not parse', async () => {
    const findings = await judge({ head: { ...module(MAIN, PAGE), 'modules/db/more.tf': 'variable {{{' } });
    expect(findings).toMatchObject([{ code: 'terraform.unparsed', outcome: 'unknown' }]);
  });
});
