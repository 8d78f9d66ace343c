import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const jsonschemaDiff = defineComparator<Options>({
  id: 'jsonschema.diff',
  version: 1,
  question: 'Is any document refused that the JSON Schema accepts today?',
  surface: 'api',
  triggers: ['pull-request.changed'],
  needs: ['artifacts'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
