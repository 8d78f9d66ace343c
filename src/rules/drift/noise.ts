import type { Pack } from '../../model/pack.ts';

export type NoiseControls = Pack['trackB']['noiseControls'];
export type ChangeMeta = { title: string; author: string };

/** Why a pack wants to hear nothing of a change at all, or null. A pattern is looked for literally, in any case. */
export function silencedBy(meta: ChangeMeta, controls: NoiseControls): string | null {
  const author = controls.ignoreAuthors.find((one) => one.toLowerCase() === meta.author.toLowerCase());
  if (author !== undefined) return `The pack ignores changes by ${author}.`;
  const title = meta.title.toLowerCase();
  const pattern = controls.ignorePatterns.find((one) => title.includes(one.toLowerCase()));
  return pattern === undefined ? null : `The pack ignores titles with ${JSON.stringify(pattern)}.`;
}
