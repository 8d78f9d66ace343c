import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { JSONSCHEMA } from '../../../diff/jsonschema/kind.ts';
import { compareFiles } from '../../changes/compare-files.ts';
import { filePairs, requestsFor } from '../../changes/file-pairs.ts';
import type { Asking, Comparing } from '../../comparator.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 85;

export function wants(asking: Asking<Options>): FileRequest[] {
  return requestsFor(filePairs(JSONSCHEMA, asking));
}

export function compare(comparing: Comparing<Options>): Promise<RawFinding[]> {
  return compareFiles({ kind: JSONSCHEMA, severity: DEFAULT_SEVERITY, whom: 'whoever relies on it' }, comparing);
}
