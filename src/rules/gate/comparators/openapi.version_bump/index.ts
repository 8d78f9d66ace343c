import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const openapiVersionBump = defineComparator<Options>({
  id: 'openapi.version_bump',
  version: 1,
  question: 'Does info.version rise as far as the changes demand?',
  surface: 'api',
  triggers: ['pull-request.changed'],
  needs: ['artifacts'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
