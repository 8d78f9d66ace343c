import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const secretsInDiff = defineComparator({
  id: 'secrets.in_diff',
  version: 1,
  question: 'Does this change write a secret down?',
  surface: 'security',
  triggers: ['pull-request.changed'],
  needs: [],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
