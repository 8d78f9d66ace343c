import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const kubernetesReview = defineComparator({
  id: 'kubernetes.review',
  version: 1,
  question: 'Does this change give a workload or an account more of the cluster than it needs?',
  surface: 'infra',
  triggers: ['pull-request.changed'],
  needs: [],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
