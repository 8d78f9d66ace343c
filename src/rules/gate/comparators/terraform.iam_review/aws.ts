import type { Block, HclFile } from '../../terraform/hcl.ts';
import { covers, ESCALATIONS, onlyReads, type Sin } from './sins.ts';
import { addressOf, type Policy, type Statement } from './statements.ts';

const ADMIN_POLICIES = /:policy\/(?:[\w-]+\/)*(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/;
const GITHUB_TOKENS = 'token.actions.githubusercontent.com';

/** What is too wide in one AWS policy. */
export function awsSins(policy: Policy): Sin[] {
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const trusts = policy.attribute === 'assume_role_policy' || isTrust(statement);
      return statement.principals.length > 0
        ? [...principalSins(policy, statement, trusts), ...(trusts ? [] : actionSins(policy, statement))]
        : actionSins(policy, statement);
    });
}

/** Sins that are no policy documents: managed policies attached, Lambda permissions for everybody. */
export function awsBlockSins(file: HclFile, block: Block): Sin[] {
  const [type = ''] = block.labels;
  const address = addressOf(block);
  const arn = [block.body.policy_arn, block.body.managed_policy_arns].flat().filter((one) => typeof one === 'string');
  const admin = arn.map((one) => ADMIN_POLICIES.exec(one)?.[1]).find((name) => name !== undefined);
  if (block.kind === 'resource' && type.startsWith('aws_iam_') && admin !== undefined) {
    return [
      {
        code: 'iam.admin-attached',
        severity: admin === 'PowerUserAccess' ? 80 : 95,
        file,
        block,
        words: [admin],
        id: `${address} ${admin}`,
        message: `${address} is given the managed policy ${admin}.`,
        fix: 'Attach a policy that names only the actions and resources that are needed.',
      },
    ];
  }
  if (block.kind !== 'resource' || type !== 'aws_lambda_permission' || block.body.principal !== '*') return [];
  const bound = ['source_arn', 'source_account', 'principal_org_id'].some((name) => block.body[name] !== undefined);
  if (bound) return [];
  return [
    {
      code: 'iam.principal-public',
      severity: 95,
      file,
      block,
      words: ['principal'],
      id: `${address} public`,
      message: `${address} lets everybody invoke the function.`,
      fix: 'Name the principal, or bind the permission with source_arn, source_account or principal_org_id.',
    },
  ];
}

function actionSins(policy: Policy, { actions, notActions, resources, conditions }: Statement): Sin[] {
  const everywhere = resources.includes('*') || (resources.length === 0 && policy.attribute !== 'statement');
  const where = everywhere ? 'all resources' : resources.slice(0, 3).join(', ');
  const sins: Sin[] = [];
  const add = (code: string, severity: number, what: string, words: string[], message: string, fix: string) =>
    sins.push({
      code,
      severity,
      words,
      message,
      fix,
      file: policy.file,
      block: policy.block,
      id: `${policy.address} ${what} on ${where}`,
    });
  const { address } = policy;

  if (notActions.length > 0)
    add(
      'iam.not-action',
      everywhere ? 90 : 70,
      `not ${notActions.join(',')}`,
      ['not_actions', 'NotAction', ...notActions],
      `${address} allows everything but ${notActions.slice(0, 3).join(', ')} on ${where}.`,
      'List the actions that are needed instead of those that are not.',
    );
  if (actions.includes('*')) {
    add(
      'iam.action-wildcard',
      everywhere ? 95 : 85,
      '*',
      ['"*"'],
      `${address} allows every action on ${where}.`,
      'Name the actions that are needed.',
    );
    return sins;
  }
  const escalating =
    everywhere && conditions.length === 0
      ? actions.find((one) => ESCALATIONS.some((right) => covers(one, right)))
      : undefined;
  if (escalating !== undefined)
    add(
      'iam.privilege-escalation',
      90,
      escalating,
      [escalating],
      `${address} allows ${escalating} on all resources, with which its holder can take other rights.`,
      'Limit it to the roles that are meant, or add a condition such as iam:PassedToService.',
    );
  for (const action of actions.filter((one) => one.endsWith(':*') && one !== escalating))
    add(
      'iam.action-wildcard',
      everywhere ? 75 : 45,
      action,
      [action],
      `${address} allows ${action} on ${where}.`,
      `Name the actions of ${action.split(':')[0]} that are needed.`,
    );
  const writes = actions.filter((one) => !one.endsWith(':*') && !onlyReads(one) && one !== escalating);
  if (resources.includes('*') && conditions.length === 0 && writes.length > 0)
    add(
      'iam.resource-wildcard',
      50,
      writes.join(','),
      ['resources = ["*"]', 'Resource = "*"', '"Resource": "*"', '"*"'],
      `${address} allows ${writes.slice(0, 3).join(', ')}${writes.length > 3 ? ' and more' : ''} on all resources.`,
      'Name the resources, or add a condition.',
    );
  return sins;
}

function principalSins(policy: Policy, statement: Statement, trusts: boolean): Sin[] {
  const { address, file, block } = policy;
  const { principals, conditions } = statement;
  return principals.flatMap(({ type, id }): Sin[] => {
    const said = {
      file,
      block,
      words: [id === '*' ? '"*"' : id],
      id: `${address} ${type}:${id}${conditions.length === 0 ? '' : ' bound'}`,
    };
    if (id === '*' && type !== 'Service') {
      const severity = conditions.length > 0 ? 45 : 98;
      const message = `${address} ${trusts ? 'can be assumed' : 'can be used'} by everybody${conditions.length > 0 ? ' who meets its conditions' : ''}.`;
      return [
        {
          ...said,
          code: trusts ? 'iam.trust-public' : 'iam.principal-public',
          severity,
          message,
          fix: 'Name the accounts or roles that are meant.',
        },
      ];
    }
    if (!trusts) return [];
    if (type === 'Federated' && id.includes('githubusercontent') && !bindsSubject(statement)) {
      const message = `${address} can be assumed by any GitHub workflow: no condition binds the repository.`;
      return [
        {
          ...said,
          code: 'iam.trust-unbound',
          severity: 90,
          message,
          fix: `Add a condition on ${GITHUB_TOKENS}:sub that names the repository.`,
        },
      ];
    }
    if (type === 'AWS' && /^(arn:aws[\w-]*:iam::\d{12}:root|\d{12})$/.test(id) && conditions.length === 0) {
      const message = `${address} can be assumed by everybody in the account of ${id}.`;
      return [
        {
          ...said,
          code: 'iam.trust-account',
          severity: 45,
          message,
          fix: 'Name the role of that account, or add a condition such as sts:ExternalId.',
        },
      ];
    }
    return [];
  });
}

function bindsSubject({ conditions }: Statement): boolean {
  return conditions.some(
    ({ variable, values }) =>
      /:(sub|repository|repository_id)$/.test(variable) && values.every((value) => !/^(repo:)?\*/.test(value)),
  );
}

function isTrust({ actions }: Statement): boolean {
  return (
    actions.length > 0 && actions.every((action) => action.startsWith('sts:Assume') || action === 'sts:TagSession')
  );
}
