import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const terraformIamReview = defineComparator({
  id: 'terraform.iam_review',
  version: 1,
  question: 'Does this change let somebody do more than before, or more than anybody should?',
  surface: 'security',
  triggers: ['pull-request.changed'],
  needs: [],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
