import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const protobufDiff = defineComparator<Options>({
  id: 'protobuf.diff',
  version: 1,
  question: 'Do messages on the wire, and those who generated code, still fit the protobuf files?',
  surface: 'api',
  triggers: ['pull-request.changed'],
  needs: ['artifacts'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
