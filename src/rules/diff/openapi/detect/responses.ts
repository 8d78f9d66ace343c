import type { Header, Response } from '../read/operation.ts';
import { compareResponseContent } from './bodies.ts';
import { note, type OperationPair } from './operation-pair.ts';
import { reportSchema } from './schema-changes.ts';

/** Status codes, headers and bodies that callers get back. */
export function compareResponses(both: OperationPair): void {
  const [before, after] = [both.base.responses, both.head.responses];
  for (const [status, response] of before) {
    const other = after.get(status);
    if (other === undefined) reportStatus(both, status, response, 'removed');
    else {
      compareHeaders(both, status, response.headers, other.headers);
      compareResponseContent(both, status, response.content, other.content);
    }
  }
  for (const [status, response] of after) {
    if (!before.has(status)) reportStatus(both, status, response, 'added');
  }
}

function reportStatus(both: OperationPair, status: string, response: Response, action: 'added' | 'removed'): void {
  const success = /^2(\d\d|xx)$/i.test(status);
  const at =
    action === 'added'
      ? { base: both.base.value.at, head: response.value.at }
      : { base: response.value.at, head: both.head.value.at };
  // A new answer is more than callers knew; that the list tells so only for successes.
  const effect = action === 'removed' ? 'narrows' : 'neutral';
  const message = `the response ${status} was ${action}`;
  const code = `response-${success ? 'success' : 'non-success'}-status-${action}`;
  note(both, code, { direction: 'response', effect, path: `response ${status}`, message, ...at });
}

function compareHeaders(
  both: OperationPair,
  status: string,
  before: Map<string, Header>,
  after: Map<string, Header>,
): void {
  for (const [name, header] of before) {
    const other = after.get(name);
    if (other === undefined) {
      const need = header.required ? 'required' : 'optional';
      say(both, status, name, `${need}-response-header-removed`, 'widens', 'it was removed', header, null);
      continue;
    }
    if (header.required && !other.required) {
      say(both, status, name, 'response-header-became-optional', 'widens', 'it became optional', header, other);
    }
    if (header.schema === null || other.schema === null) continue;
    const delta = both.pair.schemas.compare(header.schema, other.schema);
    if (delta === null) continue;
    reportSchema(
      {
        direction: 'response',
        root: 'response-header',
        nested: 'response-header-property',
        operation: both.label,
        path: `response ${status} header ${name}`,
        subject: `the header "${name}" of the ${status} response`,
        strong: false,
        isHeaderParameter: false,
        stability: both.stability,
        report: both.pair.report,
        settings: both.pair.settings,
      },
      delta,
    );
  }
  for (const [name, header] of after) {
    if (!before.has(name)) say(both, status, name, 'response-header-added', 'narrows', 'it was added', null, header);
  }
}

function say(
  both: OperationPair,
  status: string,
  name: string,
  code: string,
  effect: 'narrows' | 'widens',
  text: string,
  base: Header | null,
  head: Header | null,
): void {
  const message = `the header "${name}" of the ${status} response: ${text}`;
  const at = { base: (base ?? both.base).value.at, head: (head ?? both.head).value.at };
  note(both, code, { direction: 'response', effect, path: `response ${status} header ${name}`, message, ...at });
}
