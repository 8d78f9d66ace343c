import type { Detector } from '../detector.ts';
import { commandRenamed } from './command.renamed/index.ts';
import { envVarRenamed } from './env-var.renamed/index.ts';
import { flagRenamed } from './flag.renamed/index.ts';
import { keyRenamed } from './key.renamed/index.ts';
import { nameRenamed } from './name.renamed/index.ts';
import { pathMoved } from './path.moved/index.ts';
import { tokenRemoved } from './token.removed/index.ts';
import { valueChanged } from './value.changed/index.ts';
import { versionRaised } from './version.raised/index.ts';

/** Every detector, surest first: a place claimed by one is not offered to the next. */
export const DETECTORS: readonly Detector[] = [
  valueChanged,
  envVarRenamed,
  flagRenamed,
  keyRenamed,
  nameRenamed,
  pathMoved,
  commandRenamed,
  versionRaised,
  tokenRemoved,
];
