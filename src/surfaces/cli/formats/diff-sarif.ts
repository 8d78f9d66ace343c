import type { SemanticChange, SemanticReport } from '../../../flow/diff/semantic-diff.ts';

const LEVELS = { error: 'error', warn: 'warning', info: 'note' } as const;

/** SARIF 2.1.0: one result per change, at its line in the head; what is only in the base is a related location. */
export function diffSarif({ changes, notes }: SemanticReport): string {
  const codes = [...new Set(changes.map(({ code }) => code))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Countersign', rules: codes.map((id) => ({ id })) } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notes.map((text) => ({ level: 'warning', message: { text } })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: changes.map((change) => resultOf(change, codes.indexOf(change.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(change: SemanticChange, ruleIndex: number): object {
  const { code, level, message, rationale, location, head, base, fingerprint, risk, severity } = change;
  const operation = location.operation === null ? '' : `${location.operation}: `;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[level],
    message: { text: `${operation}${message}. ${rationale}` },
    ...(head === null ? {} : { locations: [placeOf(head)] }),
    ...(base === null ? {} : { relatedLocations: [{ id: 0, message: { text: 'at base' }, ...placeOf(base) }] }),
    partialFingerprints: { 'countersign/change/v1': fingerprint },
    properties: { risk, severity, pointer: location.pointer },
  };
}

function placeOf({ file, line }: { file: string; line: number | null }) {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri }, ...(line === null ? {} : { region: { startLine: line } }) } };
}
