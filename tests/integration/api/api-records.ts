import { newId } from '#platform/ids.ts';
import type { TestOrganization, TestWorld } from '#tests/support/world.ts';

/** One record of each kind in one organization, owned by its manager. */
export interface ApiRecords {
  leadId: string;
  contactId: string;
  companyId: string;
  dealId: string;
  customFieldId: string;
  stageId: string;
  pipelineId: string;
  emptyPipelineId: string;
  callRequestId: string;
  callId: string;
  /** A call that waits for a person. */
  waitingCallId: string;
  conversationId: string;
  /** A message that may have arrived. */
  messageId: string;
  failedMessageId: string;
  failedEmailId: string;
  /** An e-mail that may have arrived. */
  unknownEmailId: string;
  templateId: string;
  draftId: string;
  agentId: string;
  scriptVersionId: string;
  fileId: string;
  reportChannelId: string;
  /** Of a parked Telegram update. */
  updateSeq: string;
  effectId: string;
  incomingTokenId: string;
  webhookSubscriptionId: string;
  webhookDeliveryId: string;
  taskId: string;
  noteId: string;
  /** Two contacts that may be the same, the suggestion that they are, and a merge of theirs. */
  twinId: string;
  otherTwinId: string;
  duplicateId: string;
  mergeId: string;
  /** Checked, and applied. */
  importId: string;
  appliedImportId: string;
  /** The admin's own notice and mute. */
  noticeId: string;
  muteId: string;
  /** Asked for by the admin. */
  exportId: string;
  userId: string;
  /** Somebody who may own leads. */
  ownerId: string;
}

/**
 * Writes the records as rows: what operations do is not the subject of tests that need only something to aim at. Every
 * text of theirs has `mark` in it, so that an answer which shows one is found out.
 */
export async function createRecords(
  world: TestWorld,
  organization: TestOrganization,
  mark = 'Secret',
): Promise<ApiRecords> {
  const { prisma } = world.database;
  const { organizationId, pipelineId, stageIds, agentId, scriptVersionId, manager, otherManager } = organization;
  const own = { organizationId };
  const ids = {
    leadId: newId(),
    contactId: newId(),
    companyId: newId(),
    dealId: newId(),
    customFieldId: newId(),
    callRequestId: newId(),
    callId: newId(),
    waitingCallId: newId(),
    messageId: newId(),
    importId: newId(),
    appliedImportId: newId(),
    exportId: newId(),
    failedMessageId: newId(),
    failedEmailId: newId(),
    unknownEmailId: newId(),
    templateId: newId(),
    fileId: newId(),
    reportChannelId: newId(),
    conversationId: newId(),
    draftId: newId(),
    effectId: newId(),
    emptyPipelineId: newId(),
    incomingTokenId: newId(),
    webhookSubscriptionId: newId(),
    webhookDeliveryId: newId(),
    taskId: newId(),
    noteId: newId(),
    twinId: newId(),
    otherTwinId: newId(),
    duplicateId: newId(),
    noticeId: newId(),
    muteId: newId(),
    mergeId: newId(),
  };
  const user = await prisma.user.create({ data: { ...own, name: `${mark} colleague`, role: 'analyst' } });
  await prisma.contact.create({
    data: {
      ...own,
      id: ids.contactId,
      name: `${mark} client`,
      ownerId: manager.id,
      telegramUserId: BigInt(`0x${newId().slice(-8)}`),
    },
  });
  for (const id of [ids.twinId, ids.otherTwinId])
    await prisma.contact.create({ data: { ...own, id, name: `${mark} twin`, ownerId: manager.id } });
  const [leftId = '', rightId = ''] = [ids.twinId, ids.otherTwinId].toSorted();
  await prisma.duplicate.create({
    data: {
      ...own,
      id: ids.duplicateId,
      record: 'contact',
      leftId,
      rightId,
      score: 0.9,
      reasons: [{ rule: 'name', left: `${mark} twin`, right: `${mark} twin` }],
    },
  });
  await prisma.merge.create({
    data: {
      ...own,
      id: ids.mergeId,
      record: 'contact',
      survivorId: ids.twinId,
      mergedId: ids.otherTwinId,
      choices: {},
      before: {},
      after: {},
      mergedById: manager.id,
      undoUntil: new Date(Date.now() + 86_400_000),
    },
  });
  const phone = `+7916${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
  await prisma.contactPhone.create({ data: { ...own, contactId: ids.contactId, e164: phone, country: 'RU' } });
  await prisma.lead.create({
    data: {
      ...own,
      id: ids.leadId,
      name: `${mark} lead`,
      contactId: ids.contactId,
      pipelineId,
      stageId: stageIds[0],
      ownerId: manager.id,
      source: 'test',
    },
  });
  await prisma.company.create({ data: { ...own, id: ids.companyId, name: `${mark} company`, ownerId: manager.id } });
  await prisma.deal.create({
    data: {
      ...own,
      id: ids.dealId,
      name: `${mark} deal`,
      companyId: ids.companyId,
      contactId: ids.contactId,
      leadId: ids.leadId,
      pipelineId,
      stageId: stageIds[0],
      ownerId: manager.id,
      source: 'test',
    },
  });
  await prisma.customField.create({
    data: {
      ...own,
      id: ids.customFieldId,
      record: 'company',
      key: `key_${ids.customFieldId.replaceAll('-', '')}`,
      label: `${mark} field`,
      kind: 'text',
    },
  });
  await prisma.pipeline.create({ data: { ...own, id: ids.emptyPipelineId, name: 'Empty' } });
  const stage = await prisma.stage.create({ data: { ...own, pipelineId, name: `${mark} stage`, position: 9 } });
  const now = Date.now();
  await prisma.callRequest.create({
    data: {
      ...own,
      id: ids.callRequestId,
      leadId: ids.leadId,
      contactId: ids.contactId,
      requesterId: manager.id,
      agentId,
      scriptVersionId,
      goal: `${mark} goal`,
      phone,
      language: 'ru',
      windowStart: new Date(now),
      windowEnd: new Date(now + 86_400_000),
      costCapCents: 200,
      payloadHash: '0'.repeat(64),
      deadlineAt: new Date(now + 3_600_000),
    },
  });
  await prisma.call.create({
    data: {
      ...own,
      id: ids.callId,
      leadId: ids.leadId,
      contactId: ids.contactId,
      managerId: manager.id,
      managerName: manager.name,
      clientName: `${mark} client`,
      source: 'incoming',
      direction: 'incoming',
      status: 'ended',
      phone,
      startedAt: new Date('2026-11-20T10:00:00Z'),
      durationSec: 61,
      analysisStatus: 'completed',
    },
  });
  const approvedId = newId();
  await prisma.callRequest.create({
    data: {
      ...own,
      id: approvedId,
      leadId: ids.leadId,
      contactId: ids.contactId,
      requesterId: manager.id,
      agentId,
      scriptVersionId,
      goal: `${mark} approved goal`,
      phone,
      language: 'ru',
      status: 'approved',
      windowStart: new Date(now),
      windowEnd: new Date(now + 86_400_000),
      costCapCents: 200,
      payloadHash: '0'.repeat(64),
      deadlineAt: new Date(now + 3_600_000),
    },
  });
  await prisma.call.create({
    data: {
      ...own,
      id: ids.waitingCallId,
      leadId: ids.leadId,
      contactId: ids.contactId,
      callRequestId: approvedId,
      managerId: manager.id,
      managerName: manager.name,
      clientName: `${mark} client`,
      source: 'retell',
      direction: 'outgoing',
      status: 'needs_person',
      phone,
    },
  });
  await prisma.storedFile.create({
    data: {
      ...own,
      id: ids.fileId,
      storageKey: `test/${ids.fileId}`,
      name: `${mark} recording.wav`,
      mimeType: 'audio/wav',
      sizeBytes: 4,
      sha256: '0'.repeat(64),
    },
  });
  await prisma.transcriptSegment.create({
    data: {
      ...own,
      callId: ids.callId,
      position: 0,
      startMs: 0,
      endMs: 1_500,
      speaker: 'A',
      text: 'Добрый день',
      confidence: 0.9,
    },
  });
  await prisma.callAnalysis.create({
    data: {
      ...own,
      callId: ids.callId,
      sentiment: 'positive',
      sentimentScore: 0.5,
      topics: ['цена'],
      summary: 'Клиент согласен.',
      actionItems: ['Прислать договор'],
      language: 'ru',
      metrics: {},
      engine: 'offline',
      inputHash: '0'.repeat(64),
    },
  });
  await prisma.conversation.create({
    data: {
      ...own,
      id: ids.conversationId,
      externalChatId: `bot:1:${ids.conversationId}`,
      contactId: ids.contactId,
      leadId: ids.leadId,
      ownerId: manager.id,
      unreadCount: 1,
    },
  });
  await prisma.message.create({
    data: {
      ...own,
      conversationId: ids.conversationId,
      direction: 'incoming',
      status: 'received',
      externalMessageId: '1',
      text: `${mark} message`,
    },
  });
  for (const [id, status] of [
    [ids.messageId, 'unknown'],
    [ids.failedMessageId, 'failed'],
  ] as const) {
    await prisma.message.create({
      data: {
        ...own,
        id,
        conversationId: ids.conversationId,
        direction: 'outgoing',
        status,
        authorId: manager.id,
        text: `${mark} ${status} message`,
      },
    });
  }
  for (const [id, status] of [
    [ids.failedEmailId, 'failed'],
    [ids.unknownEmailId, 'unknown'],
  ] as const) {
    await prisma.email.create({
      data: {
        ...own,
        id,
        leadId: ids.leadId,
        contactId: ids.contactId,
        authorId: manager.id,
        status,
        fromAddress: 'sales@example.test',
        toAddresses: [`${id}@example.test`],
        subject: `${mark} subject`,
        text: `${mark} ${status} e-mail`,
        messageId: `${id}@example.test`,
      },
    });
  }
  await prisma.template.create({
    data: { ...own, id: ids.templateId, kind: 'message', name: `${mark} template`, text: `${mark} {{name}}` },
  });
  await prisma.draft.create({
    data: {
      ...own,
      id: ids.draftId,
      conversationId: ids.conversationId,
      leadId: ids.leadId,
      ownerId: manager.id,
      status: 'ready',
      text: `${mark} draft`,
    },
  });
  await prisma.effect.create({
    data: {
      ...own,
      id: ids.effectId,
      kind: 'test',
      key: `test:${ids.effectId}`,
      queue: 'system',
      payload: {},
      state: 'parked',
    },
  });
  await prisma.incomingToken.create({
    data: { ...own, id: ids.incomingTokenId, name: `${mark} form`, tokenHash: ids.incomingTokenId },
  });
  await prisma.webhookSubscription.create({
    data: {
      ...own,
      id: ids.webhookSubscriptionId,
      url: `https://hooks.example.com/${mark}`,
      events: ['lead.created'],
      secret: world.make.runtime.secretBox.seal(
        `${mark} key`,
        `webhook:${organizationId}:${ids.webhookSubscriptionId}`,
      ),
      createdById: organization.admin.id,
    },
  });
  await prisma.outgoingWebhook.create({
    data: {
      ...own,
      id: ids.webhookDeliveryId,
      subscriptionId: ids.webhookSubscriptionId,
      eventId: newId(),
      eventType: 'lead.created',
      body: { mark },
    },
  });
  await prisma.task.create({
    data: {
      ...own,
      id: ids.taskId,
      leadId: ids.leadId,
      callId: ids.callId,
      ownerId: manager.id,
      title: `${mark} task`,
    },
  });
  await prisma.activity.create({
    data: {
      ...own,
      kind: 'note.added',
      leadId: ids.leadId,
      contactId: ids.contactId,
      actorKind: 'user',
      actorId: manager.id,
      data: { noteId: ids.noteId, text: `${mark} note` },
    },
  });
  await prisma.note.create({
    data: { ...own, id: ids.noteId, leadId: ids.leadId, authorId: manager.id, text: `${mark} note` },
  });
  await prisma.reportChannel.create({
    data: {
      ...own,
      id: ids.reportChannelId,
      chatId: BigInt(`-100${String(Math.floor(Math.random() * 1e10))}`),
      title: `${mark} channel`,
      language: 'ru',
    },
  });
  for (const [id, status] of [
    [ids.importId, 'checked'],
    [ids.appliedImportId, 'applied'],
  ] as const) {
    const columns = [
      { heading: 'Кому звонить', field: 'name' },
      { heading: 'Номер', field: null },
    ];
    await prisma.import.create({
      data: {
        ...own,
        id,
        record: 'contact',
        status,
        fileId: newId(),
        fileName: `${mark}.csv`,
        mapping: { columns, options: {} },
        createdById: organization.admin.id,
      },
    });
    const values = { cells: [`${mark} row`, '12'], ready: { name: `${mark} row` } };
    await prisma.importRow.create({ data: { ...own, importId: id, number: 2, verdict: 'bad', values } });
  }
  await prisma.notice.create({
    data: {
      ...own,
      id: ids.noticeId,
      userId: organization.admin.id,
      kind: 'leads.stuck',
      subjectType: 'lead',
      subjectId: ids.leadId,
      dedupeKey: `${mark} notice ${ids.noticeId}`,
    },
  });
  await prisma.noticeMute.create({
    data: { ...own, id: ids.muteId, userId: organization.admin.id, kind: 'leads.stuck' },
  });
  await prisma.export.create({
    data: { ...own, id: ids.exportId, list: 'leads', format: 'csv', createdById: organization.admin.id },
  });
  const update = await prisma.telegramUpdate.create({
    data: {
      ...own,
      botId: 1n,
      updateId: BigInt(`0x${newId().slice(-8)}`),
      chatLane: 'chat:1',
      userLane: 'user:1',
      payload: { update_id: 1, message: { text: `${mark} update` } },
      attempts: 5,
      error: 'It failed.',
      parkedAt: new Date(),
    },
  });
  const more = { agentId, scriptVersionId, pipelineId, ownerId: otherManager.id, updateSeq: String(update.seq) };
  return { ...ids, ...more, stageId: stage.id, userId: user.id };
}
