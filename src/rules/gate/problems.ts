import type { RawFinding } from '../../model/finding.ts';
import { closest } from '../../shared/text.ts';
import { unknown } from './comparator.ts';

/** Findings about the judging itself. All are `unknown`: what was not looked at is never a pass. */

const NO_EVIDENCE = 'No line can be cited: nothing was compared.';

/** A pack names a comparator that does not exist. */
export function unknownComparator(type: string, known: readonly string[]): RawFinding {
  const near = closest(type, known);
  return about('comparator.unknown', type, 80, {
    message: `The pack names the comparator "${type}", which does not exist. ${NO_EVIDENCE}`,
    suggestedFix: near === null ? 'Remove it from the pack, or correct its name.' : `Write "${near}" in the pack.`,
  });
}

export function invalidOptions(type: string, severity: number, problems: readonly string[]): RawFinding {
  return about('comparator.options-invalid', type, severity, {
    message: `The options of ${type} in the pack cannot be used: ${problems.join('; ')}. ${NO_EVIDENCE}`,
    suggestedFix: `Correct the "config" of ${type} in the pack.`,
  });
}

export function timedOut(type: string, severity: number, limitMs: number, whose: 'comparator' | 'pack'): RawFinding {
  return about('comparator.timed-out', type, severity, {
    message: `${type} was stopped at the ${whose}'s time limit of ${limitMs} ms. ${NO_EVIDENCE}`,
    suggestedFix: `Make what it reads smaller, or raise the ${whose}'s time limit in the pack.`,
  });
}

export function notStarted(type: string, severity: number, limitMs: number): RawFinding {
  return about('comparator.not-started', type, severity, {
    message: `${type} was not started: the pack's time limit of ${limitMs} ms was used up before. ${NO_EVIDENCE}`,
    suggestedFix: "Judge the change again, or raise the pack's time limit.",
  });
}

export function crashed(type: string, severity: number, what: string): RawFinding {
  return about('comparator.crashed', type, severity, {
    message: `${type} broke down while it looked at this change: ${what}. ${NO_EVIDENCE}`,
    suggestedFix: 'Judge the change again; if it stays, report it with this message and switch the comparator off.',
  });
}

export function treeUnreadable(type: string, severity: number, what: string): RawFinding {
  return about('comparator.tree-unreadable', type, severity, {
    message: `${type} needs the list of files, which could not be read: ${what} ${NO_EVIDENCE}`,
    suggestedFix: 'Judge the change again; if it stays, check that both commits still exist and can be read.',
  });
}

/** The comparator ran and had nothing to say. */
export function notApplicable(type: string): RawFinding {
  return {
    code: 'comparator.not-applicable',
    outcome: 'not-applicable',
    severity: 0,
    message: `Nothing in this change concerns ${type}.`,
    evidence: [],
    suggestedFix: '',
    key: type,
  };
}

/** The code host did not list every changed file. */
export function filesTruncated(listed: number): RawFinding {
  return about('change.files-truncated', 'change', 80, {
    message: `The code host listed only the first ${listed} changed files; the others were not judged. ${NO_EVIDENCE}`,
    suggestedFix: 'Split the pull request so that the code host lists all of its files.',
  });
}

function about(
  code: string,
  key: string,
  severity: number,
  said: Pick<RawFinding, 'message' | 'suggestedFix'>,
): RawFinding {
  return unknown({ code, key, severity, evidence: [], ...said });
}
