import { z } from 'zod';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { actorHas } from '#domain/permissions.ts';
import { createTemplate } from '#domain/templates/create-template.ts';
import { deleteTemplate } from '#domain/templates/delete-template.ts';
import { getTemplate } from '#domain/templates/get-template.ts';
import { listTemplates } from '#domain/templates/list-templates.ts';
import { renderTemplate } from '#domain/templates/render-template.ts';
import { updateTemplate } from '#domain/templates/update-template.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';

const shownTemplates = 10;
const ofConversation = z.strictObject({ conversationId: z.uuid() });
const ofBoth = z.strictObject({ conversationId: z.uuid(), templateId: z.uuid() });
const ofTemplate = z.strictObject({ templateId: z.uuid() });

async function choose(ctx: MemberContext, conversationId: string): Promise<void> {
  const [conversation, { items }] = await Promise.all([
    getConversation(ctx.operation, { conversationId }),
    listTemplates(ctx.operation, { kind: 'message', limit: shownTemplates }),
  ]);
  const { conversations } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const { id, name } of items)
    keyboard.button(shorten(name, 48), previewButton, { conversationId, templateId: id }).row();
  if (actorHas(ctx.operation.actor, 'conversations.reply')) keyboard.button(conversations.templateNew, newButton, {});
  const title = conversations.templatesTitle(conversation.contact.name);
  const text = items.length > 0 ? title : lines(title, '', conversations.templatesEmpty);
  await sendScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

/** The template with this client's values. */
async function render(ctx: MemberContext, { conversationId, templateId }: z.output<typeof ofBoth>) {
  const conversation = await getConversation(ctx.operation, { conversationId });
  const { contact, lead } = conversation;
  const rendered = await renderTemplate(ctx.operation, {
    templateId,
    ...(lead ? { leadId: lead.id } : { contactId: contact.id }),
  });
  return { conversation, rendered };
}

async function preview(ctx: MemberContext, input: z.output<typeof ofBoth>): Promise<void> {
  const { conversations } = ctx.texts;
  const template = await getTemplate(ctx.operation, { templateId: input.templateId });
  const { conversation, rendered } = await render(ctx, input);
  const keyboard = ctx.keyboard();
  if (rendered.missing.length === 0) keyboard.button(conversations.templateSend, sendButton, input);
  keyboard.button(conversations.templateEdit, editButton, input).row();
  if (actorHas(ctx.operation.actor, 'conversations.reply'))
    keyboard
      .button(conversations.templateChange, changeButton, { templateId: template.id })
      .button(conversations.templateDelete, deleteButton, { templateId: template.id });
  const text = lines(
    conversations.templatePreview(template.name, conversation.contact.name, `@${ctx.me.username}`),
    '',
    quote(rendered.text, 3_000),
    rendered.missing.length > 0 ? conversations.templateMissing(rendered.missing.join(', ')) : null,
  );
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

export const templatesButton = defineButton(
  'conversations.templates',
  ofConversation,
  membersOnly((ctx, { conversationId }) => choose(ctx, conversationId)),
);

export const previewButton = defineButton(
  'conversations.template',
  ofBoth,
  membersOnly((ctx, input) => preview(ctx, input)),
);

export const sendButton = defineButton(
  'conversations.templateSend',
  ofBoth,
  membersOnly(async (ctx, input) => {
    const { conversation, rendered } = await render(ctx, input);
    if (rendered.missing.length > 0) return preview(ctx, input);
    const shown = ctx.callbackQuery?.message?.message_id;
    await sendMessage(ctx.operation, {
      conversationId: input.conversationId,
      text: rendered.text,
      // A second tap on the same preview is the same message.
      ...(shown === undefined ? {} : { sourceRef: `template:${ctx.chatId}:${shown}` }),
    });
    await showScreen(ctx, { text: ctx.texts.conversations.queued(conversation.contact.name) });
  }),
);

export const editButton = defineButton(
  'conversations.templateEdit',
  ofBoth,
  membersOnly(async (ctx, input) => {
    const { conversation, rendered } = await render(ctx, input);
    const { conversations, drafts } = ctx.texts;
    const isCopyable = rendered.text !== '' && rendered.text.length <= 256;
    await say(
      ctx,
      quote(rendered.text),
      isCopyable ? ctx.keyboard().copy(drafts.copyText, rendered.text).markup() : undefined,
    );
    await askByReply(
      ctx,
      textPrompt,
      { conversationId: input.conversationId },
      conversations.templateAskText(conversation.contact.name),
      conversations.templatePlaceholder,
    );
  }),
);

const textPrompt = definePrompt('conversations.templateText', ofConversation, async (ctx, { conversationId }, text) => {
  const { contact } = await getConversation(ctx.operation, { conversationId });
  await sendMessage(ctx.operation, { conversationId, text });
  await say(ctx, ctx.texts.conversations.queued(contact.name));
});

export const newButton = defineButton(
  'conversations.templateNew',
  z.strictObject({}),
  membersOnly((ctx) => {
    const { templateAskNew, templateNewPlaceholder } = ctx.texts.conversations;
    return askByReply(ctx, newPrompt, {}, html`${templateAskNew}`, templateNewPlaceholder);
  }),
);

const newPrompt = definePrompt('conversations.templateNew', z.strictObject({}), async (ctx, _input, text) => {
  const [name = '', ...rest] = text.split('\n');
  const body = rest.join('\n').trim();
  const { conversations } = ctx.texts;
  if (body === '') return say(ctx, conversations.templateNeedsText);
  const template = await createTemplate(ctx.operation, { kind: 'message', name: name.trim(), text: body });
  return say(ctx, conversations.templateSaved(template.name));
});

export const changeButton = defineButton(
  'conversations.templateChange',
  ofTemplate,
  membersOnly(async (ctx, { templateId }) => {
    const template = await getTemplate(ctx.operation, { templateId });
    const { conversations } = ctx.texts;
    await say(ctx, quote(template.text));
    await askByReply(
      ctx,
      changePrompt,
      { templateId },
      conversations.templateAskChange(template.name),
      conversations.templatePlaceholder,
    );
  }),
);

const changePrompt = definePrompt('conversations.templateChange', ofTemplate, async (ctx, { templateId }, text) => {
  const template = await updateTemplate(ctx.operation, { templateId, text });
  await say(ctx, ctx.texts.conversations.templateSaved(template.name));
});

export const deleteButton = defineButton(
  'conversations.templateDelete',
  ofTemplate,
  membersOnly(async (ctx, { templateId }) => {
    await deleteTemplate(ctx.operation, { templateId });
    await showScreen(ctx, withWayBack({ text: html`${ctx.texts.conversations.templateDeleted}` }, ctx));
  }),
);

export const templateButtons = [
  templatesButton,
  previewButton,
  sendButton,
  editButton,
  newButton,
  changeButton,
  deleteButton,
];
export const templatePrompts = [textPrompt, newPrompt, changePrompt];
