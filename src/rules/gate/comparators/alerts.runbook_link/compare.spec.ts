import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { alertsRunbookLink } from './index.ts';

const judge = given(alertsRunbookLink);
const rules = (...alerts: string[]) => `groups:\n  - name: payments\n    rules:\n${alerts.join('')}`;
const alert = (name: string, link?: string) =>
  `      - alert: ${name}\n        expr: up == 0\n        annotations:\n          summary: Down\n${link === undefined ? '' : `          runbook_url: ${link}\n`}`;
const codes = async (head: Record<string, string>, base: Record<string, string> = {}) =>
  (await judge({ base, head })).map(({ code }) => code);

describe('alerts.runbook_link', () => {
  it('names an added alert without a link, with its line, and leaves the untouched ones alone', async () => {
    const before = rules(alert('Old'));
    const findings = await judge({ base: { 'a.yml': before }, head: { 'a.yml': before + alert('Slow') } });
    expect(findings).toMatchObject([
      { code: 'alerts.runbook-missing', evidence: [{ line: 8, read: '- alert: Slow' }] },
    ]);
  });

  it.each([
    ['another host', 'https://acme.example/runbooks/slow'],
    ['a file from the root', 'docs/slow.md'],
    ['a file beside it', '../docs/slow.md#first'],
    ['a link made of labels', "'docs/{{ $labels.job }}.md'"],
  ])('passes %s', async (_what, link) => {
    const head = { 'rules/a.yml': rules(alert('Slow', link)), 'docs/slow.md': '# Slow' };
    expect(await codes(head, { 'docs/slow.md': '# Slow' })).toEqual(['alerts.linked']);
  });

  it('folds the alerts of a file without a link into one finding with each line', async () => {
    const findings = await judge({ head: { 'a.yml': rules(alert('One'), alert('Two')) } });
    expect(findings.map(({ evidence }) => evidence.map(({ line }) => line))).toEqual([[4, 8]]);
  });

  it('names a runbook that is not there', async () => {
    expect(await codes({ 'rules/a.yml': rules(alert('Slow', 'docs/gone.md')) })).toEqual(['alerts.runbook-gone']);
  });

  it('says unknown about a missing runbook when the list of files was cut', async () => {
    const findings = await judge({ head: { 'a.yml': rules(alert('Slow', 'gone.md')) }, truncated: true });
    expect(findings).toMatchObject([{ outcome: 'unknown' }]);
  });

  it.each([
    [
      'a PrometheusRule',
      'a.yaml',
      `kind: PrometheusRule\nspec:\n  groups:\n    - rules:\n        - alert: Slow\n          expr: up\n`,
    ],
    ['Grafana', 'a.json', JSON.stringify({ groups: [{ rules: [{ title: 'Slow', condition: 'A', data: [] }] }] })],
    ['Datadog', 'm.json', JSON.stringify({ name: 'Slow', type: 'metric alert', query: 'avg:x > 1', message: '@team' })],
  ])('reads %s', async (_what, path, text) => {
    expect(await codes({ [path]: text })).toEqual(['alerts.runbook-missing']);
  });

  it('counts a link in the message of a Datadog monitor', async () => {
    const message = 'See https://acme.example/slow @team';
    const monitor = { name: 'Slow', type: 'query alert', query: 'x', message };
    expect(await codes({ 'm.json': JSON.stringify([monitor]) })).toEqual(['alerts.linked']);
  });

  it('has nothing to say about other YAML, recording rules and reordered alerts', async () => {
    expect(
      await codes({ 'a.yml': 'jobs:\n  condition: x\n', 'b.yml': rules('      - record: x\n        expr: y\n') }),
    ).toEqual([]);
    const [one, two] = [alert('One'), alert('Two')];
    expect(await codes({ 'a.yml': rules(two, one) }, { 'a.yml': rules(one, two) })).toEqual([]);
  });

  it('does not know what does not parse', async () => {
    const findings = await judge({ head: { 'a.yml': `${rules(alert('Slow'))}\n  {{- end }}: [\n` } });
    expect(findings).toMatchObject([{ code: 'alerts.unreadable', outcome: 'unknown' }]);
  });
});
