import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const valueChanged = defineDetector({
  id: 'value.changed',
  version: 1,
  question: 'Does a page still state a default, port or size that the change replaced?',
  Options,
  suspect,
  confirm,
});
