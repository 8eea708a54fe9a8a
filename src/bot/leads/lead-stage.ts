import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { listCustomFields } from '#domain/custom-fields/list-custom-fields.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import type { PipelineView } from '#domain/pipelines/pipeline-view.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { refusalText } from '#bot/refusals.ts';
import { showScreen } from '#bot/screen.ts';
import { readFieldText } from '#bot/leads/read-field-text.ts';
import { backToLeadButton } from '#bot/leads/lead-triage.ts';
import { showLead } from '#bot/leads/show-lead.ts';

const LeadInput = z.strictObject({ leadId: z.uuid() });
const StageInput = z.strictObject({ leadId: z.uuid(), stageId: z.uuid() });
const ReasonInput = z.strictObject({ leadId: z.uuid(), stageId: z.uuid(), reason: z.int().min(0).max(99) });
const FieldInput = z.strictObject({
  leadId: z.uuid(),
  stageId: z.uuid(),
  field: z.string(),
  reason: z.string().nullable(),
});

export const stagesButton = defineButton('leads.stages', LeadInput, membersOnly(chooseStage));

async function chooseStage(ctx: MemberContext, { leadId }: { leadId: string }): Promise<void> {
  const [lead, pipelines] = await Promise.all([getLead(ctx.operation, { leadId }), listPipelines(ctx.operation)]);
  const stages = pipelines.find((pipeline) => pipeline.id === lead.pipeline.id)?.stages ?? [];
  const keyboard = ctx.keyboard();
  stages.forEach((stage, index) => {
    keyboard.button(`${stage.id === lead.stage.id ? '• ' : ''}${shorten(stage.name, 30)}`, moveButton, {
      leadId,
      stageId: stage.id,
    });
    if (index % 2 === 1) keyboard.row();
  });
  keyboard.row().button(ctx.texts.actions.back, backToLeadButton, { leadId });
  await showScreen(ctx, { text: ctx.texts.leads.chooseStage(lead.name), keyboard: keyboard.markup() });
}

export const moveButton = defineButton('leads.move', StageInput, membersOnly(chooseReason));

/** A stage that closes asks why: the pipeline's own reasons as buttons, any other in words. */
async function chooseReason(ctx: MemberContext, { leadId, stageId }: z.output<typeof StageInput>): Promise<void> {
  const { stage, reasons } = await placeOf(ctx, stageId);
  if (stage?.kind !== 'lost' && reasons.length === 0) return moveTo(ctx, leadId, stageId, null);
  const lead = await getLead(ctx.operation, { leadId });
  if (reasons.length === 0) return askReason(ctx, lead, stageId);
  const { leads, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  reasons.slice(0, 20).forEach((reason, index) => {
    keyboard.button(shorten(reason, 40), reasonButton, { leadId, stageId, reason: index }).row();
  });
  keyboard.button(leads.otherReason, otherReasonButton, { leadId, stageId });
  keyboard.row().button(actions.back, backToLeadButton, { leadId });
  await showScreen(ctx, { text: leads.chooseReason(lead.name, stage?.kind ?? 'won'), keyboard: keyboard.markup() });
}

async function placeOf(ctx: MemberContext, stageId: string) {
  const pipelines = await listPipelines(ctx.operation);
  const pipeline = pipelines.find(({ stages }) => stages.some((stage) => stage.id === stageId));
  const stage = pipeline?.stages.find(({ id }) => id === stageId);
  return { stage, reasons: reasonsOf(pipeline, stage?.kind) };
}

function reasonsOf(pipeline: PipelineView | undefined, kind: string | undefined): string[] {
  if (kind === 'won') return pipeline?.wonReasons ?? [];
  return kind === 'lost' ? (pipeline?.lostReasons ?? []) : [];
}

export const reasonButton = defineButton(
  'leads.reason',
  ReasonInput,
  membersOnly(async (ctx, { leadId, stageId, reason }) => {
    const { reasons } = await placeOf(ctx, stageId);
    // The list may have changed since it was shown: then it is shown anew.
    const chosen = reasons[reason];
    if (chosen === undefined) return chooseReason(ctx, { leadId, stageId });
    await moveTo(ctx, leadId, stageId, chosen);
  }),
);

export const otherReasonButton = defineButton(
  'leads.otherReason',
  StageInput,
  membersOnly(async (ctx, { leadId, stageId }) => askReason(ctx, await getLead(ctx.operation, { leadId }), stageId)),
);

async function askReason(ctx: MemberContext, lead: LeadView, stageId: string): Promise<void> {
  const { leads } = ctx.texts;
  await askByReply(
    ctx,
    reasonPrompt,
    { leadId: lead.id, stageId },
    leads.askLostReason(lead.name),
    leads.reasonPlaceholder,
  );
}

export const reasonPrompt = definePrompt('leads.lostReason', StageInput, (ctx, { leadId, stageId }, reason) =>
  moveTo(ctx, leadId, stageId, reason.slice(0, 500)),
);

/** Moves the lead; a stage that asks for fields first gets them one by one. */
async function moveTo(ctx: MemberContext, leadId: string, stageId: string, reason: string | null): Promise<void> {
  try {
    await moveLeadStage(ctx.operation, { leadId, stageId, ...(reason === null ? {} : { reason }) });
  } catch (error) {
    const field =
      error instanceof AppError && error.reason === 'stage.fieldsMissing' ? error.fields[0]?.field : undefined;
    if (field === undefined) throw error;
    return askField(ctx, { leadId, stageId, field, reason });
  }
  await showLead(ctx, leadId);
}

async function askField(ctx: MemberContext, input: z.output<typeof FieldInput>, problem?: string): Promise<void> {
  const { leads } = ctx.texts;
  const [lead, label] = await Promise.all([
    getLead(ctx.operation, { leadId: input.leadId }),
    labelOf(ctx, input.field),
  ]);
  const question = leads.askField(lead.name, label);
  const text = problem === undefined ? question : lines(html`⚠️ ${problem}`, question);
  await askByReply(ctx, fieldPrompt, input, text, label);
}

async function labelOf(ctx: MemberContext, field: string): Promise<string> {
  const { leads } = ctx.texts;
  const own: Record<string, string> = { phone: leads.phone, email: leads.email, companyName: leads.company };
  if (!field.startsWith('custom.')) return own[field] ?? field;
  const fields = await listCustomFields(ctx.operation, { record: 'lead' });
  return fields.find(({ key }) => `custom.${key}` === field)?.label ?? field;
}

export const fieldPrompt = definePrompt('leads.field', FieldInput, async (ctx, input, text) => {
  const { leadId, field } = input;
  try {
    if (field.startsWith('custom.')) {
      const key = field.slice('custom.'.length);
      const definition = (await listCustomFields(ctx.operation, { record: 'lead' })).find((one) => one.key === key);
      const lead = await getLead(ctx.operation, { leadId });
      const value = definition ? readFieldText(definition, text) : text;
      await updateLead(ctx.operation, { leadId, customFields: { ...lead.customFields, [key]: value } });
    } else if (field === 'phone' || field === 'email' || field === 'companyName') {
      await updateLead(ctx.operation, { leadId, [field]: text });
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error;
    return askField(ctx, input, refusalText(error, ctx).source);
  }
  await moveTo(ctx, leadId, input.stageId, input.reason);
});

export const stageButtons = [stagesButton, moveButton, reasonButton, otherReasonButton];
export const stagePrompts = [reasonPrompt, fieldPrompt];
