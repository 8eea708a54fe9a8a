import { AppError } from '#platform/errors.ts';

const names = {
  lead: 'lead',
  contact: 'contact',
  company: 'company',
  deal: 'deal',
  customField: 'custom field',
  user: 'user',
  invite: 'invite',
  pipeline: 'pipeline',
  stage: 'stage',
  agent: 'voice agent',
  scriptVersion: 'script version',
  callRequest: 'call request',
  call: 'call',
  conversation: 'conversation',
  message: 'message',
  draft: 'draft',
  file: 'file',
  setting: 'setting',
  effect: 'piece of work',
  telegramUpdate: 'parked update',
  card: 'card',
  duplicate: 'suggestion of two records that may be the same',
  merge: 'merge',
  task: 'task',
  note: 'note',
  email: 'e-mail',
  template: 'template',
  reportChannel: 'report channel',
  notice: 'notice',
  mute: 'mute',
  webhookSubscription: 'webhook subscription',
  webhookDelivery: 'delivery',
  organization: 'organization',
  import: 'import',
  export: 'export',
} as const;

export type EntityName = keyof typeof names;

/** The same answer for what does not exist and for what this actor may not see. */
export function notFound(entity: EntityName, params: Record<string, string> = {}): AppError {
  return new AppError('not_found', `${entity}.notFound`, `There is no such ${names[entity]}, or you may not see it.`, {
    params,
  });
}
