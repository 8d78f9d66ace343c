import type { Evidence, Finding, Level } from '../../../model/finding.ts';
import { type GateReport, oneLine } from './gate-report.ts';

const LEVELS: Record<Level, 'error' | 'warning' | 'note'> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/**
 * SARIF 2.1.0. Failing findings by level; `unknown` is a warning with `properties.outcome`, because viewers hide what
 * SARIF calls `open`, and what was not looked at must be seen. Lines at base are related locations.
 */
export function gateSarif({ result, base, head }: GateReport): string {
  const told = result.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
  const rules = [...new Map(told.map((finding) => [finding.code, finding])).values()];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Countersign', rules: rules.map(ruleOf) } },
        invocations: [{ executionSuccessful: !told.some(({ code }) => code.startsWith('comparator.')) }],
        columnKind: 'utf16CodeUnits',
        properties: { verdict: result.verdict, hasUnknown: result.hasUnknown, base: base.sha, head: head.sha },
        results: told.map((finding) =>
          resultOf(
            finding,
            rules.findIndex(({ code }) => code === finding.code),
          ),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ code, comparator, comparatorVersion, surface }: Finding): object {
  return {
    id: code,
    shortDescription: { text: `${code}, said by ${comparator}` },
    properties: { comparator, comparatorVersion, surface },
  };
}

function resultOf(finding: Finding, ruleIndex: number): object {
  const { code, level, outcome, message, suggestedFix, evidence, fingerprint, severity, packId } = finding;
  const atHead = evidence.filter(({ side }) => side === 'head');
  const atBase = evidence.filter(({ side }) => side === 'base');
  return {
    ruleId: code,
    ruleIndex,
    level: outcome === 'unknown' ? 'warning' : LEVELS[level],
    message: { text: `${oneLine(message)} To pass: ${oneLine(suggestedFix)}` },
    ...(atHead.length > 0 ? { locations: atHead.slice(0, 1).map(locationOf) } : {}),
    ...(atHead.length + atBase.length > Math.min(1, atHead.length)
      ? { relatedLocations: [...atHead.slice(1), ...atBase].map((one, id) => relatedOf(one, id)) }
      : {}),
    partialFingerprints: { 'countersign/v1': fingerprint },
    properties: { outcome, severity, packId },
  };
}

function locationOf({ file, line }: Evidence): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
      ...(line === null ? {} : { region: { startLine: line } }),
    },
  };
}

function relatedOf(evidence: Evidence, id: number): object {
  const when = evidence.side === 'base' ? 'before this change: ' : '';
  return { id, ...locationOf(evidence), message: { text: `${when}${oneLine(evidence.read)}` } };
}
