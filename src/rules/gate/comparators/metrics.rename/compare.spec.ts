import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { metricsRename } from './index.ts';

const judge = given(metricsRename);
const RULES = { 'alerts/slow.yml': 'groups:\n  - rules:\n      - expr: rate(pay_charges_total[5m]) > 1\n' };
const go = (name: string) =>
  `x := prometheus.NewCounter(prometheus.CounterOpts{\n\tNamespace: "pay",\n\tName: "${name}",\n})\n`;

describe('metrics.rename', () => {
  it('shows the definition that went and the line that uses it', async () => {
    const findings = await judge({
      base: { ...RULES, 'm.go': go('charges_total') },
      head: { ...RULES, 'm.go': go('payments_total') },
    });
    expect(findings).toMatchObject([
      {
        code: 'metrics.used-after-removal',
        evidence: [
          { file: 'm.go', line: 3, side: 'base' },
          { file: 'alerts/slow.yml', line: 3, side: 'head' },
        ],
      },
    ]);
  });

  it.each([
    ['m.py', "c = Counter('pay_charges', 'Charges')\n"],
    ['m.rs', 'register_int_counter!(\n  opts!("pay_charges_total", "Charges"))\n'],
    ['m.ts', "new client.Counter({ name: 'pay_charges_total', help: 'Charges' })\n"],
  ])('knows definitions in %s', async (path, code) => {
    expect(await judge({ base: { ...RULES, [path]: code }, head: RULES })).toMatchObject([{ outcome: 'fail' }]);
  });

  it.each([
    ['moved to another file', { 'm.go': go('charges_total') }, { 'n.go': go('charges_total') }],
    ['still defined with its ending', { 'm.py': "Counter('pay_charges', 'x')" }, { 'm.go': go('charges_total') }],
    ['of a name put together from variables', { 'm.go': go('charges_total').replace('"pay"', 'namespace') }, {}],
    ['that is no metric', { 'm.py': "Counter('pay_charges_total')" }, {}],
  ])('says nothing wrong about one %s', async (_what, base, head) => {
    const findings = await judge({ base: { ...RULES, ...base }, head: { ...RULES, ...head } });
    expect(findings.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });

  it('passes when nothing uses the metric', async () => {
    expect(await judge({ base: { 'm.go': go('a_total') }, head: {} })).toMatchObject([{ code: 'metrics.unused' }]);
  });

  it('does not know code or dashboards that cannot be read', async () => {
    const unread = { kind: 'unreadable', reason: 'error', detail: 'The host refused.' } as const;
    const base = { ...RULES, 'm.go': go('charges_total') };
    expect(await judge({ base, head: { ...RULES, 'm.go': unread } })).toMatchObject([{ outcome: 'unknown' }]);
    expect(await judge({ base, head: { 'alerts/slow.yml': unread } })).toMatchObject([{ outcome: 'unknown' }]);
  });
});
