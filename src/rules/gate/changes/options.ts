import { z } from 'zod';
import { CHANGE_LEVELS, RISKS } from '../../diff/change.ts';
import { STRICTNESSES } from '../../diff/files.ts';
import { GlobsOption } from '../globs.ts';

const CODE = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{2,100}$/, 'write the code of a change as a finding shows it');

/** What a pack may set for every comparator that compares two versions of files. */
export const CHANGE_OPTIONS = {
  /** The files to compare; left out, they are known by their names and contents. */
  files: GlobsOption.optional(),
  /** Files that are left alone. */
  exclude: GlobsOption.optional(),
  /** strict: what may break counts as breaking; lenient: it is only mentioned. */
  strictness: z.enum(STRICTNESSES).default('standard'),
  /** Codes that are not reported. */
  ignore: z.array(CODE).max(600).default([]),
  /** Level per code; `none` leaves the code out. */
  levels: z.record(CODE, z.enum([...CHANGE_LEVELS, 'none'])).default({}),
  /** Changes of this risk and worse are findings; the rest is counted in the message. */
  riskThreshold: z.enum(RISKS).default('breaking'),
  /** True: an intended break passes once somebody has approved it. False: only an override lets it in. */
  allowBreakingWithApproval: z.boolean().default(true),
  /** A removed file with nothing left of what it promised. */
  severityOfRemovedFile: z.number().min(1).max(100).default(95),
};

const Shared = z.strictObject(CHANGE_OPTIONS);
export type ChangeOptions = z.infer<typeof Shared>;
