import type { Button } from '#bot/buttons.ts';
import { allButtons } from '#bot/catalog.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';

/** A button of the bot with the data it carries when it is about the given records. */
export interface PackedButton {
  id: string;
  code: string;
  packed: string;
  /** Whether it names a record of the organization. */
  namesRecord: boolean;
}

/** Every inline button of the bot, packed as if the given records were shown. */
export function packEveryButton(records: ApiRecords): PackedButton[] {
  return allButtons.map((button) => pack(button as AnyButton, records));
}

// What a button carries is checked by its own schema when it is read back.
type AnyButton = Button<Record<string, unknown>>;

function pack(button: AnyButton, records: ApiRecords): PackedButton {
  const fields = valuesByField(records);
  let inputs: Record<string, unknown>[] = [{}];
  for (const field of button.fields) {
    const values = fields[field];
    if (!values) throw new Error(`Teach this test what ${button.id} may carry as ${field}.`);
    inputs = inputs.flatMap((input) => values.map((value) => ({ ...input, [field]: value })));
  }
  const packed = inputs.map((input) => button.pack(input)).find((text) => button.read(text) !== null);
  if (packed === undefined) throw new Error(`No sample fits the button ${button.id}.`);
  const ids = new Set<unknown>(Object.values(records));
  const carried = Object.values(Object(button.read(packed)));
  return { id: button.id, code: button.code, packed, namesRecord: carried.some((value) => ids.has(value)) };
}

/** An id of a kind of record that these tests have none of. */
const nobody = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';

/** By a field's name what may stand there; the first that the button's schema takes is used. */
function valuesByField(records: ApiRecords): Readonly<Record<string, readonly unknown[]>> {
  return {
    leadId: [records.leadId],
    stageId: [records.stageId],
    callRequestId: [records.callRequestId],
    revision: [1],
    hash: ['0'.repeat(12)],
    callId: [records.callId],
    conversationId: [records.conversationId],
    draftId: [records.draftId],
    taskId: [records.taskId],
    duplicateId: [records.duplicateId],
    mergeId: [records.mergeId],
    leftSurvives: [true],
    state: [0],
    version: [1],
    mergedVersion: [1],
    force: [false],
    messageId: [records.messageId, 1],
    chatId: ['-1001234567890'],
    page: [0],
    form: ['newLead'],
    place: ['leads', 0],
    recordId: [records.leadId],
    question: [0, 1, 'goal', true],
    hasTime: [true],
    minute: [600],
    id: [nobody],
    atMs: [1_700_000_000_000, 1],
    waiting: [true],
    source: ['webhook'],
    sort: ['newest'],
    view: ['any'],
    field: ['name'],
    reason: ['x', 0, 1],
    target: [records.ownerId],
    act: ['assign'],
    count: [1],
    choice: ['night', 'today'],
    what: ['kind', 'daily'],
    templateId: [records.templateId],
    channelId: [records.reportChannelId],
    muteId: [nobody],
    noticeId: [nobody],
    subjectId: [records.leadId],
    phone: ['+79161234567'],
    service: ['openai'],
    onDuty: [false],
    granted: [true],
    index: [0],
    role: ['manager'],
    heirId: [records.ownerId],
    userId: [records.userId],
    kind: ['lead', 'calls.missed'],
    option: [0],
    mine: [false],
    approvals: [true],
    arrived: [true],
    dialAgain: [true],
    personalData: [true],
  };
}
