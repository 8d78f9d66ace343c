import type { Comparator } from '../comparator.ts';
import { alertsRunbookLink } from './alerts.runbook_link/index.ts';
import { docsAnchorCheck } from './docs.anchor_check/index.ts';
import { docsRequiredSections } from './docs.required_sections/index.ts';
import { graphqlDiff } from './graphql.diff/index.ts';
import { jsonschemaDiff } from './jsonschema.diff/index.ts';
import { kubernetesReview } from './kubernetes.review/index.ts';
import { metricsRename } from './metrics.rename/index.ts';
import { obligationFileChanged } from './obligation.file_changed/index.ts';
import { obligationFilePresent } from './obligation.file_present/index.ts';
import { openapiDiff } from './openapi.diff/index.ts';
import { openapiValidate } from './openapi.validate/index.ts';
import { openapiVersionBump } from './openapi.version_bump/index.ts';
import { protobufDiff } from './protobuf.diff/index.ts';
import { secretsInDiff } from './secrets.in_diff/index.ts';
import { sqlMigrationSafety } from './sql.migration_safety/index.ts';
import { terraformDocsParity } from './terraform.docs_parity/index.ts';
import { terraformIamReview } from './terraform.iam_review/index.ts';
import { workflowsPermissions } from './workflows.permissions/index.ts';

/** Every comparator a pack may name, one line each. */
// biome-ignore lint/suspicious/noExplicitAny: a registry forgets the options type; options are parsed by the comparator's own schema before use.
const ALL: Comparator<any>[] = [
  alertsRunbookLink,
  docsAnchorCheck,
  docsRequiredSections,
  graphqlDiff,
  kubernetesReview,
  jsonschemaDiff,
  metricsRename,
  obligationFileChanged,
  obligationFilePresent,
  openapiDiff,
  openapiValidate,
  openapiVersionBump,
  secretsInDiff,
  sqlMigrationSafety,
  protobufDiff,
  terraformDocsParity,
  terraformIamReview,
  workflowsPermissions,
];

const BY_ID: ReadonlyMap<string, Comparator> = new Map(
  ALL.map((comparator) => [comparator.id, comparator as Comparator]),
);

export function comparatorById(id: string): Comparator | null {
  return BY_ID.get(id) ?? null;
}

export function comparatorIds(): string[] {
  return [...BY_ID.keys()].sort();
}

export function allComparators(): Comparator[] {
  return [...BY_ID.values()];
}
