import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const obligationFileChanged = defineComparator({
  id: 'obligation.file_changed',
  version: 1,
  question: 'When one thing changes, does what belongs to it change too?',
  surface: 'docs',
  triggers: ['pull-request.changed'],
  needs: [],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
