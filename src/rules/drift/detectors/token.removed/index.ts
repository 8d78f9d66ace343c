import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const tokenRemoved = defineDetector({
  id: 'token.removed',
  version: 1,
  question: 'Does a page still document a setting that the change removed without a successor?',
  Options,
  suspect,
  confirm,
});
