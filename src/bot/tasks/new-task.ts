import { z } from 'zod';
import { getLead } from '#domain/leads/get-lead.ts';
import { actorHas } from '#domain/permissions.ts';
import { beginsWithDeed } from '#domain/phrases/deed-words.ts';
import { parseWhen } from '#domain/phrases/parse-when.ts';
import { createTask } from '#domain/tasks/create-task.ts';
import { defineButton } from '#bot/buttons.ts';
import type { BotContext, MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { deleteForm, findForm, saveForm } from '#bot/forms/form-drafts.ts';
import type { FormValues } from '#bot/forms/form-drafts.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { isMember, membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { dueInput, duesOf, quickDue, quickDues, writeDue, writeDueShort } from '#bot/tasks/due-words.ts';
import type { PickedDue } from '#bot/tasks/due-words.ts';

const About = z.strictObject({ leadId: z.uuid().nullable() });
const Proposal = z.strictObject({ messageId: z.int() });
const Dues = z.array(z.strictObject({ at: z.iso.datetime(), hasTime: z.boolean() })).max(4);

/** Proposals are kept as answers to questions are, and thrown away with them. */
const formName = (messageId: number) => `prompt:newTask:${messageId}`;
const longestTitle = 500;

/** Asks for a task in one line, for a lead or for nobody. */
async function askNewTask(ctx: MemberContext, leadId: string | null): Promise<void> {
  const { tasks } = ctx.texts;
  const about = leadId === null ? null : (await getLead(ctx.operation, { leadId })).name;
  await askByReply(ctx, newTaskPrompt, { leadId }, tasks.ask(about), tasks.askPlaceholder);
}

export const newTaskButton = defineButton(
  'tasks.new',
  About,
  membersOnly((ctx, { leadId }) => askNewTask(ctx, leadId)),
);

const newTaskPrompt = definePrompt('tasks.new', About, async (ctx, { leadId }, text) => {
  const messageId = ctx.message?.message_id;
  if (messageId !== undefined) await propose(ctx, messageId, { text, when: read(ctx, text), leadId });
});

/**
 * A member's line with a date becomes a proposed task; whether it did. `deed` takes only lines that begin with what is to be
 * done ("call Kozlov tomorrow at 10") and name no way to reach anybody, which would be a lead's; `dated` any line with a date.
 */
export async function proposeTask(ctx: BotContext, sort: 'deed' | 'dated'): Promise<boolean> {
  const { message } = ctx;
  const text = message?.text;
  if (!text || text.length > longestTitle || message.forward_origin || ctx.chat?.type !== 'private') return false;
  if (!isMember(ctx) || !actorHas(ctx.operation.actor, 'leads.write')) return false;
  if (sort === 'deed' && (!beginsWithDeed(text) || wayToReach.test(text))) return false;
  const when = read(ctx, text);
  if (when.kind === 'none' || when.rest.trim() === '') return false;
  await propose(ctx, message.message_id, { text, when, leadId: null });
  return true;
}

const wayToReach = /@|(?:\d[\s().-]*){7}/u;

async function propose(
  ctx: MemberContext,
  messageId: number,
  { text, when, leadId }: { text: string; when: ReturnType<typeof read>; leadId: string | null },
): Promise<void> {
  const rest = when.kind === 'none' ? text : when.rest;
  const values: FormValues = {
    title: shorten((rest === '' ? text : rest).trim(), longestTitle),
    dues: JSON.stringify(duesOf(when)),
    isOpen: when.kind === 'ambiguous' ? 'yes' : '',
    ...(leadId === null ? {} : { leadId }),
  };
  await saveForm(ctx.operation, ctx.member.id, formName(messageId), { values, step: null });
  await sendScreen(ctx, drawProposal(ctx, messageId, values));
}

function read(ctx: MemberContext, text: string) {
  const { timeZone, language } = ctx;
  const isRussian = /\p{Script=Cyrillic}/u.test(text);
  // A line tells its own language where it can: "12/25" says the same in both.
  return parseWhen(text, {
    now: ctx.operation.clock.now(),
    timeZone,
    language: isRussian ? 'ru' : language === 'ru' && !/[a-z]/i.test(text) ? 'ru' : 'en',
  });
}

function duesIn(values: FormValues): PickedDue[] {
  const stored = Dues.safeParse(JSON.parse(values['dues'] ?? '[]'));
  return stored.success ? stored.data.map(({ at, hasTime }) => ({ at: new Date(at), hasTime })) : [];
}

/** What was understood, and the buttons that settle it: one date to agree to, several to choose from, or none. */
function drawProposal(ctx: MemberContext, messageId: number, values: FormValues): Screen {
  const { tasks, actions } = ctx.texts;
  const now = ctx.operation.clock.now();
  const dues = duesIn(values);
  const [only] = dues;
  const isOpen = only !== undefined && values['isOpen'] === 'yes';
  const keyboard = ctx.keyboard();
  if (isOpen) {
    dues.forEach((due, index) => {
      keyboard.button(writeDueShort(due, ctx, now), pickButton, { messageId, index }).row();
    });
  } else keyboard.button(tasks.create, createButton, { messageId, index: 0 }).row();
  keyboard.button(only ? tasks.changeDate : tasks.setDate, datesButton, { messageId });
  keyboard.button(actions.cancel, cancelButton, { messageId });
  return {
    text: lines(
      tasks.proposal,
      '',
      html`<b>${values['title']}</b>`,
      isOpen ? tasks.whichDate : field(tasks.due, only ? writeDue(only, ctx, now) : tasks.noDate),
    ),
    keyboard: keyboard.markup(),
  };
}

const Pick = Proposal.extend({ index: z.int().min(0).max(3) });

/** Creates the task with the date of this place; the same tap twice creates one. */
async function create(ctx: MemberContext, { messageId, index }: z.output<typeof Pick>): Promise<void> {
  const form = await findForm(ctx.operation, ctx.member.id, formName(messageId));
  if (!form) return say(ctx, ctx.texts.tasks.alreadyCreated);
  const { tasks } = ctx.texts;
  const { title = '', leadId } = form.values;
  const now = ctx.operation.clock.now();
  const due = duesIn(form.values)[index];
  const task = await createTask(ctx.operation, {
    title,
    ...(leadId ? { leadId } : {}),
    ...(due ? dueInput(due, ctx.timeZone) : {}),
    sourceKey: `bot:${ctx.chatId}:${messageId}`,
  });
  await deleteForm(ctx.operation, ctx.member.id, formName(messageId));
  const text = lines(
    tasks.created,
    '',
    html`<b>${shorten(task.title, longestTitle)}</b>`,
    field(tasks.due, due ? writeDue(due, ctx, now) : tasks.noDate),
    field(tasks.about, task.about && shorten(task.about, 120)),
  );
  await showScreen(ctx, withWayBack({ text }, ctx, { label: tasks.toList, place: 'tasks' }));
}

const createButton = defineButton('tasks.create', Pick, membersOnly(create));
const pickButton = defineButton('tasks.pick', Pick, membersOnly(create));

const datesButton = defineButton(
  'tasks.dates',
  Proposal,
  membersOnly(async (ctx, { messageId }) => {
    const { tasks, actions } = ctx.texts;
    const now = ctx.operation.clock.now();
    const keyboard = ctx.keyboard();
    for (const choice of quickDues) {
      if (quickDue(choice, now, ctx.timeZone))
        keyboard.button(tasks.quick[choice], quickButton, { messageId, choice }).row();
    }
    keyboard.button(tasks.otherDate, otherButton, { messageId });
    keyboard.button(tasks.withoutDate, quickButton, { messageId, choice: 'none' }).row();
    keyboard.button(actions.back, proposalButton, { messageId });
    await showScreen(ctx, { text: html`${tasks.chooseDate}`, keyboard: keyboard.markup() });
  }),
);

const quickButton = defineButton(
  'tasks.quick',
  Proposal.extend({ choice: z.enum([...quickDues, 'none']) }),
  membersOnly(async (ctx, { messageId, choice }) => {
    const due = choice === 'none' ? null : quickDue(choice, ctx.operation.clock.now(), ctx.timeZone);
    await setDues(ctx, messageId, due ? [due] : [], false);
  }),
);

const proposalButton = defineButton(
  'tasks.proposal',
  Proposal,
  membersOnly(async (ctx, { messageId }) => {
    const form = await findForm(ctx.operation, ctx.member.id, formName(messageId));
    if (!form) return say(ctx, ctx.texts.tasks.alreadyCreated);
    await showScreen(ctx, drawProposal(ctx, messageId, form.values));
  }),
);

/** Another date for the proposal: shown in place of a tapped message, below a typed one. */
async function setDues(ctx: MemberContext, messageId: number, dues: PickedDue[], isOpen: boolean): Promise<void> {
  const form = await findForm(ctx.operation, ctx.member.id, formName(messageId));
  if (!form) return say(ctx, ctx.texts.tasks.alreadyCreated);
  const values = { ...form.values, dues: JSON.stringify(dues), isOpen: isOpen ? 'yes' : '' };
  await saveForm(ctx.operation, ctx.member.id, formName(messageId), { values, step: null });
  await showScreen(ctx, drawProposal(ctx, messageId, values));
}

const otherButton = defineButton(
  'tasks.otherDate',
  Proposal,
  membersOnly((ctx, { messageId }) =>
    askByReply(ctx, otherDatePrompt, { messageId }, ctx.texts.tasks.askDate, ctx.texts.tasks.datePlaceholder),
  ),
);

const otherDatePrompt = definePrompt('tasks.otherDate', Proposal, async (ctx, { messageId }, text) => {
  const when = read(ctx, text);
  if (when.kind !== 'none') return setDues(ctx, messageId, duesOf(when), when.kind === 'ambiguous');
  await say(ctx, ctx.texts.tasks.dateUnknown);
  await askByReply(ctx, otherDatePrompt, { messageId }, ctx.texts.tasks.askDate, ctx.texts.tasks.datePlaceholder);
});

const cancelButton = defineButton(
  'tasks.cancel',
  Proposal,
  membersOnly(async (ctx, { messageId }) => {
    const existed = await deleteForm(ctx.operation, ctx.member.id, formName(messageId));
    await showScreen(ctx, { text: html`${existed ? ctx.texts.actions.cancelled : ctx.texts.tasks.alreadyCreated}` });
  }),
);

export const newTaskButtons = [
  newTaskButton,
  createButton,
  pickButton,
  datesButton,
  quickButton,
  proposalButton,
  otherButton,
  cancelButton,
];
export const taskPrompts = [newTaskPrompt, otherDatePrompt];
