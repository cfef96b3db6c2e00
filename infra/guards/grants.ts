import { guardOf, listOf, recordOf, type TemplateResource, textsOf } from './template.ts';

/** A wildcard that has to be: where, why, and until when the reason is believed. */
export interface Waiver {
  /** The kind of resource that carries the statement, … */
  readonly type: string;
  /** … its one action, if only with that one, … */
  readonly action?: string;
  /** … and the text that has the wildcard. */
  readonly text: RegExp;
  readonly reason: string;
  readonly until: string;
}

export const WAIVERS: readonly Waiver[] = [
  {
    type: 'AWS::IAM::Policy',
    action: 'scheduler:CreateSchedule',
    text: /^:schedule\/[\w-]+-timers\/\*$/,
    reason: 'A schedule is named by its message at run time; the grant ends at the group, which holds nothing else.',
    until: '2027-12-31',
  },
  {
    type: 'AWS::KMS::Key',
    text: /^kms:\*$/,
    reason: 'The account itself administers its keys; without it nobody could ever change the key policy (AWS KMS default key policy).',
    until: '2027-12-31',
  },
  {
    type: 'AWS::KMS::Key',
    text: /^\*$/,
    reason: 'In a key policy the resource is the key that it stands on; no other value is possible.',
    until: '2027-12-31',
  },
];

const isWaived = (resource: TemplateResource, actions: readonly string[], wildcard: string): boolean =>
  WAIVERS.some(
    ({ type, action, text }) =>
      type === resource.type && text.test(wildcard) && (action === undefined || actions.every((one) => one === action)),
  );

const statementsOf = (properties: TemplateResource['properties']): readonly Readonly<Record<string, unknown>>[] => {
  const documents = [
    properties['PolicyDocument'],
    properties['KeyPolicy'],
    ...listOf(properties['Policies']).map((one) => recordOf(one)['PolicyDocument']),
  ];
  return documents.flatMap((document) => listOf(recordOf(document)['Statement']).map(recordOf));
};

/** A permission names its actions and its resources. AWS's managed policies do neither. */
export const noWildcardGrant = guardOf('no-wildcard-grant', (resource) => {
  const managed = listOf(resource.properties['ManagedPolicyArns']).map(() => 'uses a managed policy');
  const wildcards = statementsOf(resource.properties)
    .filter((statement) => statement['Effect'] === 'Allow')
    .flatMap((statement) => {
      const actions = textsOf(statement['Action']);
      const texts = [
        ...actions,
        ...textsOf(statement['Resource']),
        ...textsOf(statement['NotAction']),
        ...textsOf(statement['NotResource']),
      ];
      return texts.filter((text) => text.includes('*') && !isWaived(resource, actions, text)).map((text) => `allows ${text}`);
    });
  return [...managed, ...wildcards];
});
