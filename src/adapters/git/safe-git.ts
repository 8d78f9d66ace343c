import { devNull } from 'node:os';

/**
 * Settings under which git runs nothing that a repository or a person configured:
 * no hooks, no monitor, no pager, no fetch of missing objects, no replaced objects.
 * External diff and text conversion are refused where a diff is asked for.
 * Command-line settings win over those of the repository.
 */
const SETTINGS = [
  'safe.directory=*',
  'safe.bareRepository=all',
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.alternateRefsCommand=',
  `core.attributesFile=${devNull}`,
  'core.bigFileThreshold=4m',
  'core.commitGraph=true',
  'protocol.allow=never',
  'diff.renameLimit=1000',
  'submodule.recurse=false',
  'grep.fallbackToNoIndex=false',
  'color.ui=never',
] as const;

export const SAFE_ARGUMENTS: readonly string[] = [
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  '--no-optional-locks',
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
];

/** Arguments of every command that compares two trees. */
export const SAFE_DIFF: readonly string[] = [
  '-r',
  '-M',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--submodule=short',
  `-O${devNull}`,
];

/** The whole environment git sees; nothing named GIT_ leaks in from ours. */
export function safeEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_ASKPASS: '',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
  for (const name of ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP']) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
