import { entriesOf, openDocument, type SpecDocument } from '../read/document.ts';
import { own, textOf } from '../read/json.ts';
import type { Operation } from '../read/operation.ts';
import { under } from '../read/place.ts';
import type { SpecProblem } from '../read/problem.ts';
import type { Spec } from '../read/read-spec.ts';
import { createComparison } from '../schema/compare.ts';
import { createReport, type Detected, type Settings } from './detected.ts';
import { compareOperationWords, compareSchemaWords } from './documentation.ts';
import { stabilityOf } from './lifecycle.ts';
import type { Pair } from './operation-pair.ts';
import { compareOperations, labelOf, reportAddedOperation, reportRemovedOperation } from './operations.ts';
import { type PathItem, pairPaths, parameterRenames, webhookItems } from './paths.ts';
import { compareGlobalSecurity, compareSecuritySchemes } from './security.ts';
import { compareWebhook } from './webhooks.ts';

/** A document with more differences than this was replaced, not changed. */
const MAX_CHANGES = 20_000;

export type Detection = {
  detected: Detected[];
  problems: { base: SpecProblem[]; head: SpecProblem[] };
};

/** Finds every difference in meaning between two documents. Judges nothing; the same for every pack. */
export function detect(base: Spec, head: Spec, settings: Settings): Detection {
  const documents = { base: openDocument(base), head: openDocument(head) };
  const schemas = createComparison(documents.base, documents.head);
  const pair: Pair = { ...documents, schemas, report: createReport(MAX_CHANGES), settings };
  const { pairs, added, removed } = pairPaths(documents.base, documents.head);
  for (const item of removed) {
    for (const operation of item.operations.values()) reportRemovedOperation(pair, operation, true);
  }
  for (const item of added) for (const operation of item.operations.values()) reportAddedOperation(pair, operation);
  for (const both of pairs) comparePathItems(pair, both.base, both.head);
  compareGlobalSecurity(pair);
  compareSecuritySchemes(pair);
  compareWebhooks(pair);
  compareComponents(pair);
  compareSchemaWords(pair, schemas.deltas());
  if (pair.report.isFull()) {
    const message = `More than ${MAX_CHANGES} differences: the rest was not compared.`;
    documents.head.problems.push({ code: 'too-many-changes', message, line: null, pointer: '' });
  }
  const problems = { base: documents.base.problems, head: documents.head.problems };
  return { detected: pair.report.list(), problems };
}

function comparePathItems(pair: Pair, base: PathItem, head: PathItem): void {
  const renames = parameterRenames(base.path, head.path);
  for (const [method, operation] of base.operations) {
    const other = head.operations.get(method);
    if (other === undefined) reportRemovedOperation(pair, operation, false);
    else compareBoth(pair, operation, other, renames);
  }
  for (const [method, operation] of head.operations) {
    if (!base.operations.has(method)) reportAddedOperation(pair, operation);
  }
}

function compareBoth(pair: Pair, base: Operation, head: Operation, renames: ReadonlyMap<string, string>): void {
  const stability = stabilityOf(head.value.value) ?? 'stable';
  const both = { pair, label: labelOf(head), base, head, renames, stability };
  compareOperations(both);
  compareOperationWords(both);
}

function compareWebhooks(pair: Pair): void {
  const [before, after] = [webhookItems(pair.base), webhookItems(pair.head)];
  const say = (
    name: string,
    action: 'added' | 'removed',
    base: PathItem | undefined,
    head: PathItem | undefined,
  ): void =>
    pair.report.add({
      code: `webhook-${action}`,
      direction: 'none',
      effect: action === 'added' ? 'widens' : 'narrows',
      operation: `webhook ${name}`,
      path: '',
      message: `the webhook was ${action}`,
      base: base?.at.at ?? null,
      head: head?.at.at ?? null,
    });
  for (const [name, item] of before) {
    const other = after.get(name);
    if (other === undefined) say(name, 'removed', item, undefined);
    else compareWebhook(pair, name, item, other);
  }
  for (const [name, item] of after) if (!before.has(name)) say(name, 'added', undefined, item);
}

/** A component nobody uses is no part of the API; that it went is said, and breaks nothing by itself. */
function compareComponents(pair: Pair): void {
  const [before, after] = [schemaNames(pair.base), schemaNames(pair.head)];
  for (const [name, at] of before) {
    if (after.has(name)) continue;
    pair.report.add({
      code: 'api-schema-removed',
      direction: 'none',
      effect: 'neutral',
      operation: null,
      path: `schema ${name}`,
      message: `the schema ${name} was removed`,
      base: at,
      head: null,
    });
  }
  const [from, to] = [titleOf(pair.base), titleOf(pair.head)];
  if (from !== to) {
    const [base, head] = [pair.base, pair.head].map((document) => under(document.root.at, 'info', 'title'));
    const said = {
      direction: 'none' as const,
      effect: 'neutral' as const,
      operation: null,
      path: 'info',
      cosmetic: true,
    };
    pair.report.add({
      code: 'description-changed',
      ...said,
      message: 'info: the title changed',
      base: base ?? null,
      head: head ?? null,
    });
  }
}

function schemaNames(document: SpecDocument) {
  const key = document.kind === 'swagger-2.0' ? 'definitions' : 'schemas';
  const owner =
    key === 'definitions'
      ? document.root
      : document.resolve({ value: own(document.root.value, 'components'), at: under(document.root.at, 'components') });
  return new Map(entriesOf(owner, key).map(([name, sited]) => [name, sited.at]));
}

function titleOf(document: SpecDocument): string {
  const info = document.resolve({ value: own(document.root.value, 'info'), at: under(document.root.at, 'info') });
  return info === null ? '' : (textOf(own(info.value, 'title')) ?? '');
}
