import type { FileSin } from '../../sins.ts';
import type { YamlPath } from '../../yaml/documents.ts';
import type { Options } from './options.ts';
import type { Workflow } from './workflow.ts';

const FULL_SHA = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const GITHUBS_OWN = ['actions', 'github'];

/** Other people's code that a tag or branch names: whoever moves it changes what runs here. One per action and file. */
export function pinSins({ path, document, jobs }: Workflow, owner: string, options: Options): FileSin[] {
  if (options.pinning === 'off') return [];
  const trusted = [
    ...options.trustedOwners,
    ...(options.trustSameOwner ? [owner] : []),
    ...(options.pinning === 'third-party' ? GITHUBS_OWN : []),
  ].map((one) => one.toLowerCase());
  const found = new Map<string, FileSin>();
  const used: [YamlPath, string][] = jobs.flatMap((job): [YamlPath, string][] => [
    [[...job.at, 'uses'], job.uses],
    ...job.steps.map(({ at, uses }): [YamlPath, string] => [[...at, 'uses'], uses]),
  ]);
  for (const [at, uses] of used) {
    const loose = looseName(uses);
    if (loose === null || trusted.includes(loose.owner) || found.has(loose.name)) continue;
    const line = document.lineOf(at);
    found.set(loose.name, {
      code: 'workflow.unpinned',
      severity: 45,
      id: `${path} ${loose.name}`,
      path,
      line,
      read: `uses: ${uses}`,
      message: `${path} runs ${uses}, which its owner can change at any time.`,
      fix: `Pin ${loose.name} to ${uses.startsWith('docker:') ? 'a digest' : 'a full commit, with the version as a comment'}.`,
    });
  }
  return [...found.values()];
}

/** The action without its version, when that version can move; null for what is pinned or of this repository. */
function looseName(uses: string): { name: string; owner: string } | null {
  if (uses === '' || /^[.$]\//.test(uses) || uses.includes('${{')) return null;
  if (uses.startsWith('docker://')) {
    if (uses.includes('@sha256:')) return null;
    const name = uses.replace(/:[^:/]*$/, '');
    return { name, owner: name };
  }
  const [name = '', version = ''] = uses.split('@');
  return FULL_SHA.test(version) ? null : { name, owner: name.split('/', 1)[0]?.toLowerCase() ?? '' };
}
