import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const commandRenamed = defineDetector({
  id: 'command.renamed',
  version: 1,
  question: 'Does a page still tell people to run a script or target that the change renamed?',
  Options,
  suspect,
  confirm,
});
