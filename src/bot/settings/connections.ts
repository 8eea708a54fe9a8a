import { z } from 'zod';
import { getSettings } from '#domain/settings/get-settings.ts';
import type { SettingView } from '#domain/settings/get-settings.ts';
import { putSetting } from '#domain/settings/put-setting.ts';
import { removeSetting } from '#domain/settings/remove-setting.ts';
import { SettingKeyInput, settingSchemas } from '#domain/settings/setting-schemas.ts';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';
import { testSetting } from '#domain/settings/test-setting.ts';
import { forgetUpdateText } from '#domain/telegram-updates/forget-update-text.ts';
import { actorHas } from '#domain/permissions.ts';
import { messageOf } from '#platform/errors.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, showScreen } from '#bot/screen.ts';

const ServiceInput = z.strictObject({ service: SettingKeyInput });

/** Every service with its state, each a tap away from its values and its test. */
export async function showServices(ctx: MemberContext): Promise<void> {
  const settings = await getSettings(ctx.operation);
  const { connections } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const setting of settings)
    keyboard
      .button(`${markOf(setting)} ${connections.names[setting.key]}`, serviceButton, { service: setting.key })
      .row();
  const rows = settings.map(
    (setting) => html`${markOf(setting)} <b>${connections.names[setting.key]}</b> · ${stateOf(setting, ctx)}`,
  );
  const screen = { text: lines(connections.title, '', ...rows), keyboard: keyboard.markup() };
  await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.menu.settings, place: 'settings' }));
}

const markOf = ({ configured }: SettingView) => (configured ? '✅' : '▫️');
const stateOf = ({ configured, source }: SettingView, { texts }: Reader) =>
  configured ? texts.connections.sources[source] : texts.connections.notConnected;

/** One service: what is set, never the secrets themselves, and what can be done. */
async function showService(ctx: MemberContext, service: SettingKey, note?: Html): Promise<void> {
  const setting = (await getSettings(ctx.operation)).find(({ key }) => key === service);
  if (!setting) return;
  const { connections } = ctx.texts;
  const keyboard = ctx.keyboard();
  if (actorHas(ctx.operation.actor, 'settings.write')) {
    if (setting.configured) keyboard.button(connections.test, testButton, { service }).row();
    if (setting.source === 'organization') {
      for (const [index, name] of fieldsOf(service).entries()) {
        keyboard.button(connections.change(fieldName(name, ctx)), changeButton, { service, index });
        if (index % 2 === 1) keyboard.row();
      }
      keyboard.row().button(connections.disconnect, disconnectButton, { service }).row();
    } else keyboard.button(connections.connect, connectButton, { service }).row();
  }
  keyboard.button(connections.toServices, servicesButton, {});
  const text = lines(
    html`<b>${connections.names[service]}</b> · ${stateOf(setting, ctx)}`,
    connections.purposes[service],
    '',
    ...plainFields(service).map((name) => field(fieldName(name, ctx), setting.values[name] ?? null)),
    ...Object.entries(setting.secrets).map(([name, { set, hint }]) =>
      field(fieldName(name, ctx), set ? connections.secretSet(hint) : connections.secretMissing),
    ),
    note ? lines('', note) : null,
  );
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

const plainFields = (service: SettingKey) => Object.keys(settingSchemas[service].values.shape);
const secretFields = (service: SettingKey) => Object.keys(settingSchemas[service].secrets);
const fieldsOf = (service: SettingKey) => [...plainFields(service), ...secretFields(service)];
const fieldName = (name: string, { texts }: Reader) => texts.connections.fields[name] ?? name;

export const servicesButton = defineButton(
  'settings.services',
  z.strictObject({}),
  membersOnly((ctx) => showServices(ctx)),
);

const serviceButton = defineButton(
  'settings.service',
  ServiceInput,
  membersOnly((ctx, { service }) => showService(ctx, service)),
);

const testButton = defineButton(
  'settings.test',
  ServiceInput,
  membersOnly(async (ctx, { service }) => {
    const result = await testSetting(ctx.operation, { key: service });
    const { connections } = ctx.texts;
    await showService(
      ctx,
      service,
      result.ok ? connections.works(shorten(result.message, 300)) : connections.failed(shorten(result.message, 300)),
    );
  }),
);

/** Starts to ask for all values of a service, the secrets last, so that those are stored nowhere on the way. */
const connectButton = defineButton(
  'settings.connect',
  ServiceInput,
  membersOnly((ctx, { service }) => askField(ctx, { service, index: 0, isAlone: false, values: {} })),
);

const changeButton = defineButton(
  'settings.change',
  z.strictObject({ service: SettingKeyInput, index: z.int().min(0).max(20) }),
  membersOnly((ctx, { service, index }) => askField(ctx, { service, index, isAlone: true, values: {} })),
);

const Asked = z.strictObject({
  service: SettingKeyInput,
  index: z.int().min(0).max(20),
  /** Only this field is changed. */
  isAlone: z.boolean(),
  /** What was answered before; plain values only. */
  values: z.record(z.string(), z.string().nullable()),
});
type Asked = z.output<typeof Asked>;

async function askField(ctx: MemberContext, asked: Asked): Promise<void> {
  const name = fieldsOf(asked.service)[asked.index];
  if (name === undefined) return showService(ctx, asked.service);
  const { connections } = ctx.texts;
  const isSecret = secretFields(asked.service).includes(name);
  const text = lines(
    connections.askField(connections.names[asked.service], fieldName(name, ctx)),
    connections.hints[name] ? html`<i>${connections.hints[name]}</i>` : null,
    isSecret ? connections.secretPromise : isOptional(asked.service, name) ? connections.mayBeLeftOut : null,
  );
  await askByReply(ctx, fieldPrompt, asked, text, fieldName(name, ctx));
}

function isOptional(service: SettingKey, name: string): boolean {
  return settingSchemas[service].values.safeParse({}).error?.issues.every((issue) => issue.path[0] !== name) ?? true;
}

const fieldPrompt = definePrompt('settings.field', Asked, async (ctx, asked, typed) => {
  const name = fieldsOf(asked.service)[asked.index];
  if (name === undefined) return;
  const isSecret = secretFields(asked.service).includes(name);
  try {
    if (isSecret) await forgetMessage(ctx);
    const value = !isSecret && ['-', '—', '–'].includes(typed) ? null : typed;
    const problem = isSecret ? null : problemOf(asked.service, name, value);
    if (problem !== null) {
      await say(ctx, ctx.texts.connections.notValid(problem));
      return await askField(ctx, asked);
    }
    const next = asked.index + 1;
    if (!asked.isAlone && next < fieldsOf(asked.service).length && !isSecret)
      return await askField(ctx, {
        ...asked,
        index: next,
        values: value === null ? asked.values : { ...asked.values, [name]: value },
      });
    await putSetting(ctx.operation, { key: asked.service, values: { ...asked.values, [name]: value } });
  } finally {
    if (isSecret) await forgetUpdateText(ctx.asSystem, { botId: ctx.me.id, updateId: ctx.update.update_id });
  }
  await showService(ctx, asked.service, html`${ctx.texts.connections.saved}`);
});

/** What is wrong with one plain value, so that it is asked again before all others are typed in vain. */
function problemOf(service: SettingKey, name: string, value: string | null): string | null {
  const shape: Record<string, z.ZodType> = settingSchemas[service].values.shape;
  const parsed = shape[name]?.safeParse(value ?? undefined);
  return parsed && !parsed.success ? (parsed.error.issues[0]?.message ?? name) : null;
}

/** Takes the secret out of the chat first of all; a message that cannot be deleted is no reason to lose the answer. */
async function forgetMessage(ctx: MemberContext): Promise<void> {
  await ctx
    .deleteMessage()
    .catch((error: unknown) =>
      ctx.deps.log.warn({ err: messageOf(error) }, 'a message with a secret stays in the chat'),
    );
}

const disconnectButton = defineButton(
  'settings.disconnect',
  ServiceInput,
  membersOnly(async (ctx, { service }) => {
    const { connections, actions } = ctx.texts;
    const keyboard = ctx.keyboard().button(connections.yesDisconnect, disconnectNowButton, { service }).row();
    keyboard.button(actions.back, serviceButton, { service });
    await showScreen(ctx, {
      text: connections.confirmDisconnect(connections.names[service]),
      keyboard: keyboard.markup(),
    });
  }),
);

const disconnectNowButton = defineButton(
  'settings.disconnectNow',
  ServiceInput,
  membersOnly(async (ctx, { service }) => {
    await removeSetting(ctx.operation, { key: service });
    await showService(ctx, service, html`${ctx.texts.connections.disconnected}`);
  }),
);

export const serviceButtons = [
  servicesButton,
  serviceButton,
  testButton,
  connectButton,
  changeButton,
  disconnectButton,
  disconnectNowButton,
];
export const servicePrompts = [fieldPrompt];
