import type { Block, HclFile } from '../../terraform/hcl.ts';
import { bodiesOf } from '../../terraform/hcl.ts';
import type { Sin } from './sins.ts';
import { addressOf } from './statements.ts';

const GOOGLE_IAM = /^google_.+_iam_(member|binding)$/;
const GOOGLE_EVERYBODY = ['allUsers', 'allAuthenticatedUsers'];
const GOOGLE_WIDE: Record<string, number> = {
  'roles/owner': 95,
  'roles/editor': 85,
  'roles/resourcemanager.organizationAdmin': 95,
  'roles/resourcemanager.projectIamAdmin': 90,
  'roles/iam.securityAdmin': 90,
  'roles/iam.serviceAccountAdmin': 75,
  'roles/iam.serviceAccountKeyAdmin': 80,
  'roles/iam.serviceAccountTokenCreator': 80,
  'roles/iam.serviceAccountUser': 70,
};
const AZURE_WIDE: Record<string, number> = {
  Owner: 95,
  'User Access Administrator': 90,
  'Role Based Access Control Administrator': 85,
  Contributor: 75,
};

export function googleSins(file: HclFile, block: Block): Sin[] {
  const [type = ''] = block.labels;
  if (block.kind !== 'resource' || !GOOGLE_IAM.test(type)) return [];
  const address = addressOf(block);
  const { role } = block.body;
  const members = [block.body.member, block.body.members].flat().filter((one) => typeof one === 'string');
  const sins: Sin[] = members
    .filter((member) => GOOGLE_EVERYBODY.includes(member))
    .map((member) => ({
      code: 'iam.principal-public',
      severity: 95,
      file,
      block,
      words: [member],
      id: `${address} ${member} ${String(role)}`,
      message: `${address} gives ${String(role)} to ${member}.`,
      fix: 'Name the users, groups or service accounts that are meant.',
    }));
  const severity = typeof role === 'string' ? GOOGLE_WIDE[role] : undefined;
  if (severity === undefined) return sins;
  const wide: Sin = {
    code: 'iam.role-wide',
    severity,
    file,
    block,
    words: [String(role)],
    id: `${address} ${String(role)} ${[...members].sort().join(',')}`,
    message: `${address} gives ${String(role)} to ${members.slice(0, 3).join(', ') || 'somebody decided elsewhere'}.`,
    fix: 'Give a role that holds only the permissions that are needed, on the smallest resource.',
  };
  return [...sins, wide];
}

export function azureSins(file: HclFile, block: Block): Sin[] {
  const [type = ''] = block.labels;
  if (block.kind !== 'resource') return [];
  if (type === 'azurerm_role_assignment') return assignmentSins(file, block);
  return type === 'azurerm_role_definition' ? definitionSins(file, block) : [];
}

function assignmentSins(file: HclFile, block: Block): Sin[] {
  const { role_definition_name: role, scope } = block.body;
  const severity = typeof role === 'string' ? AZURE_WIDE[role] : undefined;
  if (severity === undefined) return [];
  const address = addressOf(block);
  return [
    {
      code: 'iam.role-wide',
      severity,
      file,
      block,
      words: [String(role)],
      id: `${address} ${String(role)} ${String(scope)}`,
      message: `${address} gives ${String(role)} on ${String(scope ?? 'a scope decided elsewhere')}.`,
      fix: 'Give a role that holds only the permissions that are needed, on the smallest scope.',
    },
  ];
}

function definitionSins(file: HclFile, block: Block): Sin[] {
  const address = addressOf(block);
  const actions = bodiesOf(block.body.permissions).flatMap(({ actions: named }) => (Array.isArray(named) ? named : []));
  const wide = actions.filter((one) => one === '*' || one === 'Microsoft.Authorization/*' || one === '*/write');
  return wide.map((action) => ({
    code: 'iam.action-wildcard',
    severity: action === '*' ? 95 : 85,
    file,
    block,
    words: [`"${String(action)}"`],
    id: `${address} ${String(action)}`,
    message: `${address} allows ${String(action)}.`,
    fix: 'Name the actions that are needed.',
  }));
}
