import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';
import { err, ok, type Result } from '../../../../shared/result.ts';

/** `content` is all the alert says, to tell whether it changed; `link` null when none of the keys is set. */
export type Alert = {
  kind: 'Prometheus' | 'Grafana' | 'Datadog';
  name: string;
  line: number;
  link: string | null;
  content: string;
};
export type Unparsed = { message: string; line: number | null };

const LONGEST = 2_000_000;
const MENTIONS = /(^|[\s"{,-])"?alert"?\s*:|"?condition"?\s*:|"query"\s*:/;

/** Alerts of Prometheus rules, PrometheusRule resources, Grafana's provisioning files and Datadog monitors. */
export function alertsIn(text: string, keys: readonly string[]): Result<Alert[], Unparsed> {
  if (!MENTIONS.test(text)) return ok([]);
  if (text.length > LONGEST) return err({ message: `it has more than ${LONGEST} characters`, line: null });
  const lines = new LineCounter();
  const alerts: Alert[] = [];
  for (const document of parseAllDocuments(text.replace(/^\uFEFF/, ' '), { lineCounter: lines, logLevel: 'silent' })) {
    const [problem] = document.errors;
    if (problem !== undefined) {
      // Templates and other YAML with a condition somewhere say nothing about alerts.
      if (!/^\s*(-\s+)?alert\s*:/m.test(text)) return ok([]);
      return err({
        message: problem.message.split('\n')[0] ?? 'it is not valid',
        line: problem.linePos?.[0].line ?? null,
      });
    }
    if (isMap(document.contents)) alerts.push(...alertsOf(document.contents, keys, lines));
    if (isSeq(document.contents)) for (const one of maps(document.contents)) alerts.push(...monitor(one, lines));
  }
  return ok(alerts);
}

function alertsOf(root: YAMLMap, keys: readonly string[], lines: LineCounter): Alert[] {
  const spec = root.get('spec', true);
  const groups = root.get('groups', true) ?? (isMap(spec) ? spec.get('groups', true) : undefined);
  if (groups === undefined) return monitor(root, lines);
  return maps(groups).flatMap((group) => maps(group.get('rules', true)).flatMap((rule) => ruleOf(rule, keys, lines)));
}

function ruleOf(rule: YAMLMap, keys: readonly string[], lines: LineCounter): Alert[] {
  const prometheus = stringAt(rule, 'alert');
  const grafana = rule.has('condition') && rule.has('data') ? stringAt(rule, 'title') : null;
  const name = prometheus ?? grafana;
  if (name === null) return [];
  const link = [rule.get('annotations', true), rule.get('labels', true)]
    .flatMap((map) => (isMap(map) ? keys.map((key) => stringAt(map, key)) : []))
    .find((value) => value !== null && value.trim() !== '');
  const kind = prometheus === null ? 'Grafana' : 'Prometheus';
  return [{ kind, name, line: lineOf(rule, lines), link: link ?? null, content: JSON.stringify(rule.toJSON()) }];
}

/** A Datadog monitor has no field for it: any link in its message counts. */
function monitor(root: YAMLMap, lines: LineCounter): Alert[] {
  const [name, type, message] = ['name', 'type', 'message'].map((key) => stringAt(root, key));
  if (!name || !type || typeof message !== 'string' || !root.has('query') || !/alert|check|slo|composite/.test(type))
    return [];
  const link = /https?:\/\/[^\s)\]"'>]+/.exec(message)?.[0] ?? /\]\(([^)\s]+)\)/.exec(message)?.[1] ?? null;
  return [{ kind: 'Datadog', name, line: lineOf(root, lines), link, content: JSON.stringify(root.toJSON()) }];
}

function maps(value: unknown): YAMLMap[] {
  return isSeq(value) ? value.items.filter((item): item is YAMLMap => isMap(item)) : [];
}

function stringAt(map: YAMLMap, key: string): string | null {
  const value = map.get(key, true);
  if (isAlias(value)) return `*${value.source}`;
  return isScalar(value) && typeof value.value === 'string' ? value.value : null;
}

function lineOf(map: YAMLMap, lines: LineCounter): number {
  const key = map.items.find(
    ({ key: one }) => isScalar(one) && ['alert', 'title', 'name'].includes(String(one.value)),
  )?.key;
  return lines.linePos((isNode(key) ? key.range?.[0] : map.range?.[0]) ?? 0).line;
}
