import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const pathMoved = defineDetector({
  id: 'path.moved',
  version: 1,
  question: 'Does a page still name a file that the change moved, or a path that it replaced?',
  Options,
  suspect,
  confirm,
});
