import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { GRAPHQL } from '../../../diff/graphql/kind.ts';
import { compareFiles } from '../../changes/compare-files.ts';
import { filePairs, requestsFor } from '../../changes/file-pairs.ts';
import type { Asking, Comparing } from '../../comparator.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 85;

export function wants(asking: Asking<Options>): FileRequest[] {
  return requestsFor(filePairs(GRAPHQL, asking));
}

export function compare(comparing: Comparing<Options>): Promise<RawFinding[]> {
  return compareFiles({ kind: GRAPHQL, severity: DEFAULT_SEVERITY, whom: 'a client' }, comparing);
}
