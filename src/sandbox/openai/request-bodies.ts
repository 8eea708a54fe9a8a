import { z } from 'zod';
import type { ModelRequest } from './model-answer.ts';

const TextPart = z.looseObject({ text: z.string() });
const Content = z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]).optional();
const Message = z.looseObject({ role: z.string(), content: Content });

export const ChatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }).optional() })).optional(),
  response_format: z
    .union([
      z.looseObject({
        type: z.literal('json_schema'),
        json_schema: z.looseObject({
          name: z.string(),
          strict: z.boolean().nullish(),
          schema: z.record(z.string(), z.unknown()),
        }),
      }),
      z.looseObject({ type: z.enum(['text', 'json_object']) }),
    ])
    .optional(),
});
export type ChatBody = z.infer<typeof ChatBody>;

export const ResponsesBody = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.looseObject({ role: z.string().optional(), content: Content }))]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  tools: z.array(z.looseObject({ name: z.string().optional() })).optional(),
  text: z
    .looseObject({
      format: z
        .union([
          z.looseObject({
            type: z.literal('json_schema'),
            name: z.string(),
            strict: z.boolean().nullish(),
            schema: z.record(z.string(), z.unknown()),
          }),
          z.looseObject({ type: z.enum(['text', 'json_object']) }),
        ])
        .optional(),
    })
    .optional(),
});
export type ResponsesBody = z.infer<typeof ResponsesBody>;

/** Reduces a chat completion request. */
export function fromChat(body: ChatBody): ModelRequest {
  const format = body.response_format;
  return {
    model: body.model,
    ...splitByRole(body.messages.map(({ role, content }) => ({ role, text: textOf(content) }))),
    schema: format && 'json_schema' in format ? schemaOf(format.json_schema) : undefined,
    wantsJson: format?.type === 'json_object',
    toolNames: (body.tools ?? []).flatMap((tool) => (tool.function ? [tool.function.name] : [])),
  };
}

/** Reduces a responses request. */
export function fromResponses(body: ResponsesBody): ModelRequest {
  const messages =
    typeof body.input === 'string'
      ? [{ role: 'user', text: body.input }]
      : body.input.map(({ role, content }) => ({ role: role ?? 'user', text: textOf(content) }));
  const format = body.text?.format;
  const split = splitByRole(messages);
  return {
    model: body.model,
    instructions: [body.instructions ?? '', split.instructions].filter((text) => text !== '').join('\n'),
    prompt: split.prompt,
    schema: format && 'schema' in format ? schemaOf(format) : undefined,
    wantsJson: format?.type === 'json_object',
    toolNames: (body.tools ?? []).flatMap((tool) => (tool.name ? [tool.name] : [])),
  };
}

/** Says what the real service refuses in a strict schema: objects that allow more properties or leave some optional. */
export function findStrictProblem(schema: unknown, path = '()'): string | null {
  const parsed = z.record(z.string(), z.unknown()).safeParse(schema);
  if (!parsed.success) return null;
  const node = parsed.data;
  const properties = z.record(z.string(), z.unknown()).safeParse(node['properties']);
  if (node['type'] === 'object' && properties.success) {
    if (node['additionalProperties'] !== false)
      return `In context=${path}, 'additionalProperties' is required to be supplied and to be false.`;
    const required = Array.isArray(node['required']) ? node['required'] : [];
    const missing = Object.keys(properties.data).find((name) => !required.includes(name));
    if (missing)
      return `In context=${path}, 'required' is required to include every key in properties. Missing '${missing}'.`;
  }
  for (const [name, child] of Object.entries(node)) {
    if (typeof child !== 'object' || child === null || name === 'enum') continue;
    const children = Array.isArray(child)
      ? child
      : name === 'properties' || name === '$defs'
        ? Object.values(child)
        : [child];
    for (const item of children) {
      const problem = findStrictProblem(item, `${path}.${name}`);
      if (problem) return problem;
    }
  }
  return null;
}

export function strictSchemaOf(body: ChatBody | ResponsesBody): unknown {
  if ('messages' in body && Array.isArray(body.messages)) {
    const chat = ChatBody.parse(body).response_format;
    return chat && 'json_schema' in chat && chat.json_schema && isStrict(chat.json_schema)
      ? schemaOf(chat.json_schema)
      : undefined;
  }
  const format = ResponsesBody.parse(body).text?.format;
  return format && 'schema' in format && isStrict(format) ? schemaOf(format) : undefined;
}

function isStrict(format: unknown): boolean {
  return z.looseObject({ strict: z.literal(true) }).safeParse(format).success;
}

function schemaOf(format: unknown): unknown {
  return z.looseObject({ schema: z.unknown() }).parse(format).schema;
}

function splitByRole(messages: readonly { role: string; text: string }[]): { instructions: string; prompt: string } {
  const isInstruction = (role: string) => role === 'system' || role === 'developer';
  const join = (wanted: boolean) =>
    messages
      .filter(({ role }) => isInstruction(role) === wanted)
      .map(({ text }) => text)
      .join('\n');
  return { instructions: join(true), prompt: join(false) };
}

function textOf(content: z.infer<typeof Content>): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map((part) => TextPart.safeParse(part))
    .map((part) => (part.success ? part.data.text : ''))
    .join('\n');
}
