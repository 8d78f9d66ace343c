import type { Block, HclFile } from '../../terraform/hcl.ts';

/** Something a file allows that it should not. `id` is the same before and after when nothing about it changed. */
export type Sin = {
  code: string;
  severity: number;
  file: HclFile;
  block: Block;
  /** Words of the line that shows it best. */
  words: string[];
  id: string;
  message: string;
  fix: string;
};

/** Rights with which somebody can give themselves others. */
export const ESCALATIONS = [
  'iam:PassRole',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:AttachUserPolicy',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:PutUserPolicy',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:AddUserToGroup',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:UpdateAssumeRolePolicy',
  'sts:AssumeRole',
  'lambda:UpdateFunctionCode',
] as const;

/** Whether an action pattern such as `iam:*` or `iam:Pass*` covers an action; IAM ignores letter case. */
export function covers(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const wanted = action.toLowerCase();
  const [first = ''] = parts;
  if (!wanted.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of parts.slice(1).entries()) {
    const last = index === parts.length - 2;
    const found = last && part !== '' ? wanted.lastIndexOf(part) : wanted.indexOf(part, at);
    if (found < at) return false;
    at = found + part.length;
    if (last && part === '') return true;
  }
  return at === wanted.length;
}

/** Reads that many services offer on all resources only. */
export function onlyReads(action: string): boolean {
  return /^[\w-]+:(Get|List|Describe|BatchGet|Lookup|Search|View|Head|Check|Simulate)/.test(action);
}
