import type { UserActor } from '#domain/permissions.ts';
import type { AnyRoute } from '#api/route.ts';
import { newId } from '#platform/ids.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

/** The method and path of a route, for the names of tests. */
export function nameOf({ route }: AnyRoute): string {
  return `${route.method.toUpperCase()} ${route.path}`;
}

/** What of a request is other than the route's own example aimed at the given records. */
export interface Changes {
  query?: Record<string, string>;
  /** Laid over the example's body. */
  body?: Record<string, unknown>;
}

/** Sends the route's own example to the given records. */
export async function aim(
  api: ApiWorld,
  { route }: AnyRoute,
  targets: ApiRecords,
  by: UserActor | string | undefined,
  changes: Changes = {},
): Promise<Response> {
  // Some requests end sessions, and the others are still needed.
  const endsSessions = route.path === '/api/auth/logout' || route.path === '/api/auth/change-password';
  const caller = endsSessions && typeof by === 'object' ? await api.newToken(by) : by;
  const path = route.path.replace(/\{(\w+)\}/g, (_match, name: string) => targetOf(route.path, name, targets));
  const query = new URLSearchParams({
    ...(route.path === '/api/messaging/messages' ? { chatId: targets.conversationId } : {}),
    ...changes.query,
  });
  const content = route.request?.body?.content['application/json'];
  const example = content && 'example' in content ? withIds(content.example, targets) : undefined;
  const isForm = route.request?.body?.content['multipart/form-data'] !== undefined;
  const form = isForm ? await exampleForm() : {};
  const body = changes.body ? { ...Object(example), ...changes.body } : example;
  const answer = await api.call({
    method: route.method.toUpperCase(),
    path: query.size > 0 ? `${path}?${query.toString()}` : path,
    by: caller,
    ...(body === undefined ? {} : { body }),
    ...form,
  });
  if (route.path === '/api/auth/change-password' && typeof by === 'object') await api.renewToken(by);
  return answer;
}

function targetOf(path: string, name: string, targets: ApiRecords): string {
  if (name === 'key') return path.startsWith('/api/feature-flags') ? 'aiDrafts' : 'retell';
  if (name === 'deliveryId') return targets.webhookDeliveryId;
  const kinds: [RegExp, string][] = [
    [/^\/api\/users/, targets.userId],
    [/^\/api\/leads/, targets.leadId],
    [/^\/api\/(clients|crm\/contacts)/, targets.contactId],
    [/^\/api\/crm\/companies/, targets.companyId],
    [/^\/api\/crm\/deals/, targets.dealId],
    [/^\/api\/custom-fields/, targets.customFieldId],
    [/^\/api\/pipelines?\/stages/, targets.stageId],
    [/^\/api\/pipelines?\/\{id\}$/, targets.emptyPipelineId],
    [/^\/api\/pipelines?/, targets.pipelineId],
    [/^\/api\/call-requests/, targets.callRequestId],
    [/^\/api\/calls\/\{id\}\/(dial-again|close)/, targets.waitingCallId],
    [/^\/api\/calls/, targets.callId],
    [/^\/api\/ai\/drafts/, targets.draftId],
    [/^\/api\/messaging\/chats/, targets.conversationId],
    [/^\/api\/messaging\/messages\/\{id\}\/retry/, targets.failedMessageId],
    [/^\/api\/messaging\/messages/, targets.messageId],
    [/^\/api\/emails\/\{id\}\/settle/, targets.unknownEmailId],
    [/^\/api\/emails/, targets.failedEmailId],
    [/^\/api\/templates/, targets.templateId],
    [/^\/api\/agents/, targets.agentId],
    [/^\/api\/effects/, targets.effectId],
    [/^\/api\/telegram-updates/, targets.updateSeq],
    [/^\/api\/incoming-tokens/, targets.incomingTokenId],
    [/^\/api\/webhook-subscriptions/, targets.webhookSubscriptionId],
    [/^\/api\/report-channels/, targets.reportChannelId],
    [/^\/api\/imports\/\{id\}\/undo/, targets.appliedImportId],
    [/^\/api\/imports/, targets.importId],
    [/^\/api\/exports/, targets.exportId],
    [/^\/api\/tasks/, targets.taskId],
    [/^\/api\/notices\/mutes/, targets.muteId],
    [/^\/api\/notices/, targets.noticeId],
    [/^\/api\/notes/, targets.noteId],
    [/^\/api\/duplicates/, targets.duplicateId],
    [/^\/api\/merges/, targets.mergeId],
    // Planned paths refuse whatever they are asked about.
    [/^\/api\/(bd-accounts|proposals)/, targets.leadId],
  ];
  const target = kinds.find(([pattern]) => pattern.test(path))?.[1];
  if (target === undefined)
    throw new Error(
      `No record to aim ${path} at: add one to createRecords in api-records.ts, and its line to targetOf.`,
    );
  return target;
}

/** A form with one small file, as `call` takes it. */
async function exampleForm(): Promise<{ rawBody: string; headers: Record<string, string> }> {
  const form = new FormData();
  form.set('file', new File(['a,b\n1,2\n'], 'example.csv', { type: 'text/csv' }));
  form.set('record', 'contact');
  const packed = new Response(form);
  const contentType = packed.headers.get('content-type') ?? '';
  return { rawBody: await packed.text(), headers: { 'content-type': contentType } };
}

/** The id that the examples of the API show. */
const placeholderId = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';

/** The records that fields of requests name, by the field. */
export function idsByField(targets: ApiRecords): Readonly<Record<string, string>> {
  return {
    leadId: targets.leadId,
    templateId: targets.templateId,
    contactId: targets.contactId,
    companyId: targets.companyId,
    dealId: targets.dealId,
    stageId: targets.stageId,
    pipelineId: targets.pipelineId,
    ownerId: targets.ownerId,
    handOverToId: targets.ownerId,
    conversationId: targets.conversationId,
    chatId: targets.conversationId,
    agentId: targets.agentId,
    scriptId: targets.scriptVersionId,
    callId: targets.callId,
    subjectId: targets.leadId,
    fileId: targets.fileId,
    survivorId: targets.twinId,
    mergedId: targets.otherTwinId,
    recordId: targets.twinId,
  };
}

/** The example with its placeholder ids replaced by ids of real records, and its unique texts made unique. */
function withIds(example: unknown, targets: ApiRecords): unknown {
  const ids = idsByField(targets);
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(
    Object.entries(example).map(([key, value]) => {
      if (key === 'email') return [key, `${newId()}@example.test`];
      if (key === 'phones') return [key, [`+7921${String(Date.now()).slice(-7)}`]];
      return [key, value === placeholderId ? ids[key] : value];
    }),
  );
}
