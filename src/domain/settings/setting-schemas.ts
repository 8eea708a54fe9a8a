import { z } from 'zod';

const Secret = z.string().trim().min(1).max(4_096);
const HttpUrl = z.url({ protocol: /^https?$/, hostname: /./ }).max(500);
const ShortText = z.string().trim().min(1).max(200);
const MailSender = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^(?:"?[^"<>\r\n]{0,100}"?\s*<[^<>\s@]{1,64}@[A-Za-z0-9.-]{1,253}>|[^<>\s@"]{1,64}@[A-Za-z0-9.-]{1,253})$/,
    'write the sender as Anna <anna@example.com> or anna@example.com',
  );

/** The services that an organization connects by itself: their plain values and their secrets, each checked. */
export const settingSchemas = {
  retell: {
    values: z.strictObject({
      baseUrl: HttpUrl.nullish(),
      fromNumber: z
        .string()
        .trim()
        .regex(/^\+[1-9]\d{6,14}$/, 'write the number as +14155550100'),
      agentId: ShortText,
    }),
    secrets: { apiKey: Secret },
    required: ['apiKey'],
  },
  openai: {
    values: z.strictObject({
      kind: z.enum(['openai', 'openrouter', 'compatible']).default('openai'),
      baseUrl: HttpUrl.nullish(),
      model: ShortText.nullish(),
    }),
    secrets: { apiKey: Secret },
    required: ['apiKey'],
  },
  telegram: {
    values: z.strictObject({
      chatId: z
        .string()
        .regex(/^(-?\d{1,19}|@[A-Za-z]\w{3,31})$/, 'write the chat as -1001234567890 or @channel')
        .nullish(),
    }),
    secrets: { botToken: Secret.regex(/^\d{5,12}:[A-Za-z0-9_-]{30,}$/, 'this is not a bot token from @BotFather') },
    required: ['botToken'],
  },
  storage: {
    values: z.strictObject({
      endpoint: HttpUrl,
      bucket: ShortText,
      region: ShortText.nullish(),
      accessKey: ShortText,
    }),
    secrets: { secretKey: Secret },
    required: ['secretKey'],
  },
  email: {
    values: z.strictObject({
      host: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/, 'write the host as smtp.example.com'),
      port: z.enum(['25', '465', '587', '2525'], 'must be 25, 465, 587 or 2525').default('587'),
      /** Encrypted from the start (port 465), or right after the greeting (the others). */
      secure: z.enum(['tls', 'starttls'], 'must be tls or starttls').nullish(),
      user: ShortText,
      from: MailSender,
    }),
    secrets: { password: Secret },
    required: ['password'],
  },
} as const satisfies Record<
  string,
  {
    values: z.ZodType<Record<string, string | null | undefined>>;
    secrets: Record<string, z.ZodType<string>>;
    required: readonly string[];
  }
>;

export type SettingKey = keyof typeof settingSchemas;
export const settingKeys = Object.keys(settingSchemas) as [SettingKey, ...SettingKey[]];
export const SettingKeyInput = z.enum(settingKeys);

/** What a service needs, decrypted: for the composition root only. */
export type ServiceConfig<Key extends SettingKey> = z.output<(typeof settingSchemas)[Key]['values']> & {
  [Name in keyof (typeof settingSchemas)[Key]['secrets']]: string;
};

/** The context that a secret is sealed with: it opens at this place only. */
export function secretPlace(organizationId: string, key: string, field: string): string {
  return `setting:${organizationId}:${key}:${field}`;
}
