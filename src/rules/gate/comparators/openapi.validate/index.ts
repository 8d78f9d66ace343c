import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const openapiValidate = defineComparator<Options>({
  id: 'openapi.validate',
  version: 1,
  question: 'Is the API description valid, so that tools read it as it was meant?',
  surface: 'api',
  triggers: ['pull-request.changed'],
  needs: ['artifacts'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
